// Opens the comparison's page in a real Chromium and tells, as JSON, what happened:
// node browse.mjs PAGE MANY SPOILT FOLDER, with FOLDER for the profile, the pictures and the printed page. MANY is a page
// of sixty tools. SPOILT is the first page with forbidden things in it: what happens there shows that the browser would
// have told of them.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [file, many, spoilt, folder] = process.argv.slice(2);
const address = pathToFileURL(file).href;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];
const WIDTHS = { desktop: [1280, 900], phone: [360, 740] };

const browser = await chromium.launchPersistentContext(join(folder, "profile"), {
  executablePath: process.env.CHROMIUM,
  headless: true,
  args: [...flags, ...quiet],
});
const page = await browser.newPage();
let requests = [];
let troubles = [];
let refused = [];
page.on("request", (request) => requests.push(request.url()));
page.on("requestfailed", (request) => refused.push([request.url(), request.failure().errorText]));
page.on("console", (message) => troubles.push(`${message.type()}: ${message.text()}`));
page.on("pageerror", (error) => troubles.push(`error: ${error.message}`));
page.on("dialog", async (dialog) => {
  troubles.push(`dialog: ${dialog.message()}`);
  await dialog.dismiss();
});

const visible = () =>
  page.$$eval("details.item", (nodes) => nodes.filter((node) => node.checkVisibility()).map((node) => node.id.slice(5)));
const counted = () => page.textContent("#count");
const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.name || "");

async function tabTo(name, key = "Tab") {
  for (let steps = 0; steps < 300; steps += 1) {
    if ((await focused()) === name) return;
    await page.keyboard.press(key);
  }
  throw new Error(`the keyboard does not reach ${name}`);
}

async function seen() {
  const looks = {};
  for (const [size, [width, height]] of Object.entries(WIDTHS)) {
    for (const colorScheme of ["light", "dark"]) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      await page.goto(address);
      await page.click("#open-all");
      await page.$$eval("details.more", (nodes) => nodes.forEach((node) => { node.open = true; }));
      // What is not drawn yet has no place, and axe takes it for lying over something else.
      await page.evaluate(() => document.styleSheets[0].insertRule(".item { content-visibility: visible !important }", 0));
      await page.evaluate(axe);
      const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
      const name = `${size}-${colorScheme}`;
      await page.screenshot({ path: join(folder, `${name}.png`) });
      looks[name] = {
        scrolled: await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
        background: await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
        checked: found.testEngine.name,
        violations: found.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`),
      };
    }
  }
  return looks;
}

// What the mouse could do, by the keyboard alone.
async function typed() {
  const steps = {};
  await page.goto(address);
  steps.all = { items: await visible(), count: await counted() };
  await tabTo("f-text");
  await page.keyboard.type("ＩＤＥＭＰＯＴＥＮＣＹ key");
  steps.text = { items: await visible(), count: await counted() };
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Delete");
  await tabTo("f-tool");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  steps.tool = {
    items: await visible(),
    chips: await page.$$eval(".chip", (nodes) => [
      ...new Set(nodes.filter((node) => node.checkVisibility()).map((node) => node.querySelector(".tool").textContent)),
    ]),
  };
  await tabTo("section");
  await page.keyboard.press("Space"); // Good is the first of the three
  steps.toolNotGood = { items: await visible() };
  await tabTo("f-category");
  await page.keyboard.press("ArrowDown");
  steps.category = { items: await visible() };
  await tabTo("gates");
  await page.keyboard.press("Space");
  steps.gates = { items: await visible(), none: await page.isVisible("#none-left"), count: await counted() };
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab"); // past the box beside it, to the button that clears
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("details.item[hidden]") === null);
  steps.cleared = { items: await visible() };
  await tabTo("uneven", "Shift+Tab");
  await page.keyboard.press("Space");
  steps.uneven = { items: await visible() };
  const link = page.locator('#gates a[href="#item-EX-03"]').first();
  await link.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.getElementById("item-EX-03").open);
  steps.followed = {
    items: await visible(),
    focused: await page.evaluate(() => document.activeElement.parentElement.id),
  };
  await page.keyboard.press("Enter"); // the item that the link opened has the focus, and closes
  steps.closed = await page.evaluate(() => document.getElementById("item-EX-03").open);
  return steps;
}

async function printed() {
  await page.emulateMedia({ media: null, colorScheme: "light" });
  await page.goto(address);
  await page.pdf({ path: join(folder, "printed.pdf"), format: "A4" });
}

async function overflow() {
  const widths = {};
  await page.goto(pathToFileURL(many).href);
  for (const [size, [width, height]] of Object.entries(WIDTHS)) {
    await page.setViewportSize({ width, height });
    widths[size] = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  }
  return widths;
}

async function withoutScript() {
  const session = await browser.newCDPSession(page);
  await session.send("Emulation.setScriptExecutionDisabled", { value: true });
  await page.goto(address);
  const told = {
    items: await page.locator("details.item:visible").count(),
    filter: await page.locator("#filter").isVisible(),
  };
  await session.send("Emulation.setScriptExecutionDisabled", { value: false });
  return told;
}

// Returns what the page asked for and complained about since this was asked last.
function told() {
  const since = { requests: [...new Set(requests)], troubles, refused };
  requests = [];
  troubles = [];
  refused = [];
  return since;
}

const looks = await seen();
const steps = await typed();
await printed();
const owned = await page.evaluate(() => window.owned ?? null);
const bare = await withoutScript();
const calm = told();
const wide = await overflow();
told();
await page.goto(pathToFileURL(spoilt).href);
const alarmed = { ...told(), owned: await page.evaluate(() => window.owned ?? null) };
await browser.close();
console.log(JSON.stringify({ looks, steps, owned, bare, wide, calm, alarmed }));
