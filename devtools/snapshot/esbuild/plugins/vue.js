// Vue 3 single file components.
const crypto = require("crypto");
const fs = require("fs");
const path = require("path");
const esbuild = require("esbuild");
const sfc = require("@vue/compiler-sfc");
const { servedAssets } = require("./served_assets");
const { compileSass, sassPlugin, sassMessage } = require("./sass");

function vuePlugin(bench, options) {
	// `import` and `require` must get the same copy, or provide/inject and reactivity break
	const runtime = require.resolve("vue/dist/vue.runtime.esm-bundler.js");
	return {
		name: "vue",
		setup(build) {
			build.onResolve({ filter: /^vue$/ }, () => ({ path: runtime }));
			build.onLoad({ filter: /\.vue$/ }, (args) => loadComponent(bench, options, args.path));
		},
	};
}

// Returns esbuild's onLoad result; every mistake in the file becomes a message with its line.
async function loadComponent(bench, options, file) {
	const watchFiles = [file];
	try {
		const component = await parseComponent(bench, file);
		const script = compileScript(component, options);
		const css = await compileStyles(bench, component, options, watchFiles);
		const contents = assemble(component, script, css);
		return { contents, loader: script.loader, resolveDir: path.dirname(file), watchFiles };
	} catch (error) {
		return { errors: error.errors || [vueMessage(error, file)], watchFiles };
	}
}

async function parseComponent(bench, file) {
	const source = await fs.promises.readFile(file, "utf8");
	const { descriptor, errors } = sfc.parse(source, { filename: file });
	if (errors.length) throw errors[0];
	const relative = path.relative(bench.root, file);
	const id = "data-v-" + crypto.createHash("md5").update(relative).digest("hex").slice(0, 8);
	return {
		file,
		relative,
		descriptor,
		id,
		scoped: descriptor.styles.some((style) => style.scoped),
	};
}

// Returns { code, loader }; code declares the constant __sfc.
function compileScript(component, { production }) {
	const { descriptor, id } = component;
	const block = descriptor.scriptSetup || descriptor.script;
	if (!block) return { code: `const __sfc = {};\n${renderFunction(component)}`, loader: "js" };
	const script = inBlock(block, () =>
		sfc.compileScript(descriptor, {
			id,
			isProd: production,
			inlineTemplate: Boolean(descriptor.scriptSetup),
			templateOptions: templateOptions(component),
		})
	);
	const typescript = block.lang === "ts";
	const code = sfc.rewriteDefault(
		script.content,
		"__sfc",
		typescript ? ["typescript"] : undefined
	);
	const render = descriptor.scriptSetup ? "" : renderFunction(component, script.bindings);
	return { code: `${code}\n${render}`, loader: typescript ? "ts" : "js" };
}

function templateOptions({ id, scoped }, bindingMetadata) {
	return { id, scoped, compilerOptions: { scopeId: scoped ? id : undefined, bindingMetadata } };
}

function renderFunction(component, bindings) {
	const block = component.descriptor.template;
	if (!block) return "";
	const { code, errors } = sfc.compileTemplate({
		source: block.content,
		filename: component.file,
		inMap: block.map, // errors then count lines from the top of the file
		...templateOptions(component, bindings),
	});
	if (errors.length) throw errors[0];
	return `${code}\n__sfc.render = render;`;
}

async function compileStyles(bench, component, options, watchFiles) {
	const parts = [];
	for (const block of component.descriptor.styles) {
		const css = preprocess(bench, component.file, block, watchFiles);
		const result = await sfc.compileStyleAsync({
			source: css,
			filename: component.file,
			id: component.id,
			scoped: block.scoped,
		});
		if (result.errors.length) inBlock(block, () => raise(result.errors[0]));
		parts.push(await bundleStyle(bench, component.file, result.code, options));
	}
	return parts.join("");
}

function preprocess(bench, file, block, watchFiles) {
	if (!["scss", "sass"].includes(block.lang)) return block.content;
	try {
		const { css, files } = compileSass(bench, block.content, file, {
			indented: block.lang === "sass",
		});
		watchFiles.push(...files);
		return css;
	} catch (error) {
		raise(
			Object.assign(error, { errors: [sassMessage(error, file, block.loc.start.line - 1)] })
		);
	}
}

// Resolves @import of npm styles and url(); the component carries its style, so files become data addresses.
async function bundleStyle(bench, file, css, { production, loaders }) {
	const result = await esbuild.build({
		stdin: { contents: css, loader: "css", resolveDir: path.dirname(file), sourcefile: file },
		absWorkingDir: bench.root,
		bundle: true,
		write: false,
		minify: production,
		nodePaths: bench.nodePaths,
		plugins: [servedAssets(), sassPlugin(bench)],
		logLevel: "silent",
		loader: Object.fromEntries(
			Object.keys(loaders).map((extension) => [extension, "dataurl"])
		),
	});
	return result.outputFiles[0].text;
}

function assemble({ id, relative, scoped }, script, css) {
	return [
		script.code,
		scoped && `__sfc.__scopeId = ${JSON.stringify(id)};`,
		`__sfc.__file = ${JSON.stringify(relative)};`,
		css && `frappe.dom.set_style(${JSON.stringify(css)});`,
		"export default __sfc;",
	]
		.filter(Boolean)
		.join("\n");
}

function raise(error) {
	throw error;
}

// Script and style compilers count lines from the top of their block: remembers where the block starts.
function inBlock(block, compile) {
	try {
		return compile();
	} catch (error) {
		throw Object.assign(error, { blockLine: block.loc.start.line - 1 });
	}
}

function vueMessage(error, file) {
	const text = String(error.message).split("\n")[0];
	const line = lineInFile(error);
	if (!line) return { text, location: { file } };
	const lineText = fs.readFileSync(file, "utf8").split("\n")[line - 1] || "";
	return { text, location: { file, line, column: 0, lineText } };
}

// Template errors (loc.start) count from the top of the file; babel's (loc) and postcss's from the block.
function lineInFile({ loc, line, blockLine = 0 }) {
	if (loc?.start) return loc.start.line;
	const inBlock = loc?.line || line;
	return inBlock && inBlock + blockLine;
}

module.exports = { vuePlugin };
