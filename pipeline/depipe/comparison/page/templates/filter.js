"use strict";
(() => {
  const form = document.getElementById("filter");
  const count = document.getElementById("count");
  const noneLeft = document.getElementById("none-left");
  const items = Array.from(document.querySelectorAll("details.item"), (node) => ({
    node,
    category: node.closest(".category").dataset.category,
    chips: Array.from(node.querySelectorAll(".chip")),
    text: null,
  }));
  const plain = (text) => text.normalize("NFKC").toLowerCase();

  function holds(item, words, wanted) {
    const chips = wanted.tool === "" ? item.chips : [item.chips[Number(wanted.tool)]];
    if (wanted.category !== "" && item.category !== wanted.category) return false;
    if (wanted.gates && !("gate" in item.node.dataset)) return false;
    if (wanted.uneven && !chips.some((chip) => "uneven" in chip.dataset)) return false;
    if (!chips.some((chip) => wanted.sections.has(chip.dataset.section))) return false;
    if (words.length === 0) return true;
    item.text ??= plain(item.node.textContent);
    return words.every((word) => item.text.includes(word));
  }

  function apply() {
    const data = new FormData(form);
    const wanted = {
      tool: data.get("tool"),
      category: data.get("category"),
      gates: data.has("gates"),
      uneven: data.has("uneven"),
      sections: new Set(data.getAll("section")),
    };
    const words = plain(data.get("text")).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const item of items) {
      const holding = holds(item, words, wanted);
      item.node.hidden = !holding;
      shown += holding ? 1 : 0;
    }
    for (const node of document.querySelectorAll(".item [data-tool]")) {
      node.hidden = wanted.tool !== "" && node.dataset.tool !== wanted.tool;
    }
    for (const section of document.querySelectorAll(".category")) {
      section.hidden = section.querySelector("details.item:not([hidden])") === null;
    }
    count.textContent = count.dataset.words.replace("{shown}", shown).replace("{total}", items.length);
    noneLeft.hidden = shown > 0;
  }

  function follow() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target === null || !target.matches("details.item")) return;
    if (target.hidden) {
      form.reset();
    }
    apply();
    target.open = true;
    target.scrollIntoView();
    target.querySelector("summary").focus({ preventScroll: true });
  }

  function open(every) {
    for (const item of items) {
      if (!item.node.hidden) item.node.open = every;
    }
  }

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = Array.from(document.querySelectorAll("details:not([open])"));
    for (const node of closed) node.open = true;
  });
  addEventListener("afterprint", () => {
    for (const node of closed) node.open = false;
  });
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("open-all").addEventListener("click", () => open(true));
  document.getElementById("close-all").addEventListener("click", () => open(false));
  addEventListener("hashchange", follow);
  // A link to the item that the address names already changes nothing, but people expect it to lead there again.
  addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#item-"]');
    if (link !== null && link.hash === location.hash) follow();
  });
  form.hidden = false;
  count.hidden = false;
  apply();
  follow();
})();
