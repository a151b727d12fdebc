// One tool reads files: node --input-type=module - TOOL FILE... < read.mjs, in the directory that has node_modules.
// It prints JSON: for each file what the tool read of it, or what it found wrong.
import { readFileSync } from "node:fs";

// Mermaid reads `#NUMBER;` as a sign, and keeps it so until it draws.
const sign = (_, number) => String.fromCodePoint(Number(number));

const tools = {
  async mermaid() {
    const { JSDOM } = await import("jsdom");
    const { window } = new JSDOM("");
    Object.assign(globalThis, { window, document: window.document });
    const { default: mermaid } = await import("mermaid");
    return async (file) => {
      const text = readFileSync(file, "utf8");
      await mermaid.parse(text);
      const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
      return [...db.getVertices().values()].map((vertex) => vertex.text.replace(/\uFB02\u00B0\u00B0(\d+)\u00B6\u00DF/g, sign));
    };
  },

  async graphviz() {
    const { Graphviz } = await import("@hpcc-js/wasm-graphviz");
    const { JSDOM } = await import("jsdom");
    const graphviz = await Graphviz.load();
    return (file) => {
      const drawn = graphviz.layout(readFileSync(file, "utf8"), "svg", "dot");
      const { window } = new JSDOM(drawn, { contentType: "image/svg+xml" });
      return [...window.document.querySelectorAll(".node")].map((node) => node.querySelector("text").textContent);
    };
  },

  async "org-formation"() {
    const { TemplateRoot } = await import("aws-organization-formation/dist/src/parser/parser.js");
    return async (file) => {
      const { organizationSection } = await TemplateRoot.create(file, {});
      return organizationSection.resources.map((each) => each.accountName ?? each.organizationalUnitName ?? each.type);
    };
  },

  async backstage() {
    const model = await import("@backstage/catalog-model");
    const { parseAllDocuments } = await import("yaml");
    const known = [model.resourceEntityV1alpha1Validator, model.systemEntityV1alpha1Validator];
    const policy = model.EntityPolicies.allOf([
      new model.SchemaValidEntityPolicy(),
      new model.DefaultNamespaceEntityPolicy(),
      new model.NoForeignRootFieldsEntityPolicy(),
      new model.FieldFormatEntityPolicy(),
    ]);
    return async (file) => {
      const entities = parseAllDocuments(readFileSync(file, "utf8")).map((document) => document.toJS());
      for (const entity of entities) {
        await policy.enforce(entity);
        const answers = await Promise.all(known.map((validator) => validator.check(entity)));
        if (!answers.includes(true)) throw new Error(`of no known kind: ${entity.kind}`);
      }
      return entities.map((entity) => entity.metadata.title ?? entity.metadata.name);
    };
  },
};

const [tool, ...files] = process.argv.slice(2);
const read = await tools[tool]();
const told = {};
for (const file of files) {
  try {
    told[file] = { read: await read(file) };
  } catch (error) {
    told[file] = { wrong: String(error?.message ?? error) };
  }
}
process.stdout.write(JSON.stringify(told), () => process.exit());
