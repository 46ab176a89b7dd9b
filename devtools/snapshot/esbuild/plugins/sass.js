// scss and sass -> css, in files, in vue components and in Website Themes.
const fs = require("fs");
const path = require("path");
const { fileURLToPath, pathToFileURL } = require("url");
const sass = require("sass");

function sassPlugin(bench) {
	return {
		name: "sass",
		setup(build) {
			build.onLoad({ filter: /\.s[ac]ss$/ }, async (args) => {
				const source = await fs.promises.readFile(args.path, "utf8");
				return loadStyle(bench, source, args.path);
			});
		},
	};
}

function loadStyle(bench, source, file) {
	try {
		const { css, files } = compileSass(bench, source, file, {
			indented: file.endsWith(".sass"),
		});
		return { contents: css, loader: "css", resolveDir: path.dirname(file), watchFiles: files };
	} catch (error) {
		// watched nevertheless: the mistake may be in an imported file
		return {
			errors: [sassMessage(error, file)],
			watchFiles: [file, ...sassFiles(error.span ? [error.span.url] : [])],
		};
	}
}

// Returns { css, files }; files are all that were read, for watch mode.
function compileSass(bench, source, file, { indented = false, compressed = false } = {}) {
	const result = sass.compileString(source, {
		url: pathToFileURL(file),
		syntax: indented ? "indented" : "scss",
		style: compressed ? "compressed" : "expanded",
		loadPaths: [path.dirname(file), ...bench.nodePaths],
		importers: [tildeImporter(bench)],
		logger: sass.Logger.silent, // bootstrap 4 is full of constructs that this sass calls deprecated
	});
	return { css: result.css, files: sassFiles(result.loadedUrls) };
}

// "~package/file" means node_modules/package/file of whichever app has that package.
function tildeImporter(bench) {
	return {
		findFileUrl(url) {
			if (!url.startsWith("~")) return null;
			const candidates = bench.nodePaths.map((base) => path.join(base, url.slice(1)));
			const found = candidates.find((file) => fs.existsSync(path.dirname(file)));
			return found ? pathToFileURL(found) : null;
		},
	};
}

function sassFiles(urls) {
	return urls.filter((url) => url && url.protocol === "file:").map((url) => fileURLToPath(url));
}

// lineOffset: how many lines stand above the style block in its file (vue).
function sassMessage(error, file, lineOffset = 0) {
	if (!error.span) return { text: error.message };
	const { start, url } = error.span;
	const where = url ? fileURLToPath(url) : file;
	const line = start.line + 1 + (where === file ? lineOffset : 0);
	const lineText = (error.span.context || "").split("\n")[0];
	return {
		text: error.sassMessage,
		location: { file: where, line, column: start.column, lineText },
	};
}

module.exports = { sassPlugin, compileSass, sassMessage };
