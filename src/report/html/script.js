"use strict";
(() => {
  const form = document.getElementById("filter");
  if (!form) return;
  const field = (id) => document.getElementById(id);
  const [text, entity, rule, evidence, count] =
    ["f-text", "f-entity", "f-rule", "f-evidence", "f-count"].map(field);
  const groups = [...document.querySelectorAll(".entity")].map((section) => ({
    section,
    entity: section.dataset.entity,
    name: section.querySelector("h3").textContent.toLowerCase(),
    claims: [...section.querySelectorAll(".claim")].map((item) => ({
      item,
      words: item.textContent.toLowerCase(),
      rules: item.dataset.rules.split(" ").filter(Boolean),
      evidence: item.dataset.evidence,
    })),
  }));

  // Every word that was typed must stand somewhere in the claim or in its subject's name.
  const apply = () => {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const group of groups) {
      let any = false;
      const here = !entity.value || group.entity === entity.value;
      for (const claim of group.claims) {
        const fits = here &&
          (!rule.value || (rule.value === "*" ? claim.rules.length > 0 : claim.rules.includes(rule.value))) &&
          (!evidence.value || claim.evidence === evidence.value) &&
          words.every((word) => claim.words.includes(word) || group.name.includes(word));
        claim.item.hidden = !fits;
        if (fits) { any = true; shown += 1; }
      }
      group.section.hidden = !any;
    }
    count.textContent = shown === 1 ? "1 claim" : shown + " claims";
  };

  // What an address leads to is shown, whatever is filtered or folded.
  const reveal = () => {
    let target = null;
    try { target = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { return; }
    if (!target) return;
    const fold = target.closest("details");
    if (fold) fold.open = true;
    if (target.closest("[hidden]")) { form.reset(); apply(); }
    target.scrollIntoView();
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  window.addEventListener("hashchange", reveal);
  window.addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll("details")) fold.open = true;
  });
  apply();
  if (location.hash) reveal();
})();
