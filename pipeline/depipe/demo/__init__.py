"""The demonstration: sample evaluators, their made-up answers, and the whole pipeline run on them."""
