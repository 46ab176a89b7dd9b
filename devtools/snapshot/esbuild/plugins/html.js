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
				const contents = `frappe.templates[${JSON.stringify(name)}] = ${JSON.stringify(
					text
				)};`;
				return { contents, loader: "js" };
			});
		},
	};
}

module.exports = { htmlPlugin };
