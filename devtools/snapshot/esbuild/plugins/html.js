// import "./name.html" registers the micro template "name" for frappe.render_template.
const fs = require("fs");
const path = require("path");

function htmlPlugin() {
	return {
		name: "html-template",
		setup(build) {
			build.onLoad({ filter: /\.html$/ }, async (args) => {
				const name = path.basename(args.path).split(".")[0];
				const text = await fs.promises.readFile(args.path, "utf8");
				// Frappe writes \' in templates, which a template literal makes ' of and a JSON string keeps.
				const literal = "`" + text.replace(/`/g, "\\`") + "`";
				const contents = `frappe.templates[${JSON.stringify(name)}] = ${literal};`;
				return { contents, loader: "js" };
			});
		},
	};
}

module.exports = { htmlPlugin };
