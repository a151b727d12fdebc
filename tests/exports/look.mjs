// Chromium opens pages: node --input-type=module - CHROMIUM FOLDER FILE... < look.mjs, where node_modules is.
// A page of HTML is looked at in two widths and both colours, and printed; a diagram of Mermaid is drawn. It prints
// JSON by file, and leaves what it saw in FOLDER.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const library = (name) => readFileSync(createRequire(join(process.cwd(), "x")).resolve(name), "utf8");
const widths = { desktop: 1280, phone: 390 };
const quiet = ["background-networking", "component-update", "sync", "gpu", "quic"].map((each) => `--disable-${each}`);

async function page(browser, file, folder) {
  const found = { requests: [], said: [], wide: [], violations: [], pages: 0 };
  const axe = library("axe-core/axe.min.js");
  for (const [name, width] of Object.entries(widths)) {
    for (const colorScheme of ["light", "dark"]) {
      for (const bypassCSP of [false, true]) {  // as people see it, and as axe can be let in
        const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP });
        const page = await context.newPage();
        page.on("request", (request) => found.requests.push(request.url()));
        page.on("console", (message) => found.said.push(message.text()));
        page.on("pageerror", (error) => found.said.push(String(error)));
        await page.goto(pathToFileURL(file).href);
        if (bypassCSP) {
          await page.evaluate(axe);
          const { violations } = await page.evaluate(() => axe.run(document));
          found.violations.push(...violations.map((each) => `${name} ${colorScheme} ${each.id}: ${each.nodes[0].html}`));
        } else {
          const shown = await page.evaluate(() => document.documentElement.scrollWidth);
          if (shown > width) found.wide.push(`${name}: ${shown}`);
          await page.screenshot({ path: join(folder, `${basename(file)}-${name}-${colorScheme}.png`), fullPage: true });
        }
        if (!bypassCSP && name === "phone" && colorScheme === "dark") {  // paper is neither
          const pdf = await page.pdf({ path: join(folder, `${basename(file)}.pdf`), format: "A4" });
          found.pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
        }
        await context.close();
      }
    }
  }
  return found;
}

async function diagram(browser, file, folder) {
  const page = await browser.newPage();
  await page.addScriptTag({ content: library("mermaid/dist/mermaid.min.js") });
  const labels = await page.evaluate(async (text) => {
    mermaid.initialize({ startOnLoad: false });
    document.body.innerHTML = (await mermaid.render("drawn", text)).svg;
    return [...document.querySelectorAll(".nodeLabel")].map((label) => label.innerText);
  }, readFileSync(file, "utf8"));
  await page.screenshot({ path: join(folder, `${basename(file)}.png`), fullPage: true });
  await page.close();
  return { labels };
}

const [program, folder, ...files] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox", "--no-first-run", ...quiet] });
const told = {};
for (const file of files) told[file] = await (file.endsWith(".mmd") ? diagram : page)(browser, file, folder);
await browser.close();
process.stdout.write(JSON.stringify(told), () => process.exit());
