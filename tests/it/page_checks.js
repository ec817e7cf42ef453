// What an accessibility checker looks at, asked in the page itself: answers with a list of complaints.
// Contrast as in WCAG 2.2, 1.4.3: 4.5 to 1, or 3 to 1 for large text.
(() => {
  const complaints = [];
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  for (const part of document.querySelectorAll(".entity")) part.style.contentVisibility = "visible";

  const parse = (text) => {
    const numbers = text.match(/[\d.]+/g).map(Number);
    return { r: numbers[0], g: numbers[1], b: numbers[2], a: numbers.length > 3 ? numbers[3] : 1 };
  };
  const over = (top, under) => ({
    r: top.r * top.a + under.r * (1 - top.a),
    g: top.g * top.a + under.g * (1 - top.a),
    b: top.b * top.a + under.b * (1 - top.a),
    a: 1,
  });
  const behind = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.push(parse(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((under, layer) => over(layer, under), { r: 255, g: 255, b: 255, a: 1 });
  };
  const light = ({ r, g, b }) => {
    const part = (value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const contrast = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let looked = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || element.closest("script, style, title, desc, option, .skip")) continue;
    if (!element.checkVisibility() || !element.getClientRects().length) continue;
    const style = getComputedStyle(element);
    const color = parse(element instanceof SVGElement ? style.fill : style.color);
    const under = behind(element);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const found = contrast(over(color, under), under);
    looked += 1;
    if (found < (large ? 3 : 4.5)) {
      complaints.push(`contrast ${found.toFixed(2)} of “${node.data.trim().slice(0, 40)}” (${element.className})`);
    }
  }
  if (looked < 5) complaints.push(`only ${looked} texts were looked at`);

  const ids = new Set();
  for (const element of document.querySelectorAll("[id]")) {
    if (ids.has(element.id)) complaints.push(`the id ${element.id} stands twice`);
    ids.add(element.id);
  }
  for (const link of document.querySelectorAll('a[href^="#"]')) {
    if (!ids.has(decodeURIComponent(link.hash.slice(1)))) complaints.push(`${link.hash} leads nowhere`);
  }
  for (const link of document.querySelectorAll("a[href]")) {
    if (!["http:", "https:", "file:"].includes(link.protocol)) complaints.push(`a link to ${link.href}`);
  }
  const allowed = new Set(["SCRIPT", "STYLE"]);
  if ([...document.scripts].length !== 1) complaints.push("there is more than one script");
  for (const element of document.querySelectorAll("*")) {
    for (const { name } of element.attributes) {
      if (name.startsWith("on") || name === "style" && !element.matches(".entity")) {
        complaints.push(`${element.tagName} has an attribute ${name}`);
      }
    }
    if (["IMG", "IFRAME", "OBJECT", "EMBED", "BASE"].includes(element.tagName) || allowed.has(element.tagName) && element.src) {
      complaints.push(`there is a ${element.tagName}`);
    }
  }
  let before = 0;
  for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const level = Number(heading.tagName[1]);
    if (level > before + 1) complaints.push(`“${heading.textContent}” skips a level of headings`);
    before = level;
  }
  if (document.querySelectorAll("h1").length !== 1) complaints.push("there is not one h1");
  if (!document.documentElement.lang) complaints.push("the page says no language");
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 0) complaints.push(`the page scrolls sideways by ${wide} px`);
  return complaints;
})()
