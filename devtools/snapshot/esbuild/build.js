// Runs esbuild over the entries: once, or on every change.
const fs = require("fs");
const path = require("path");
const esbuild = require("esbuild");
const { recordOutputs, dropCachedMap } = require("./asset_map");
const { datePicker } = require("./plugins/date_picker");
const { servedAssets } = require("./plugins/served_assets");
const { sassPlugin } = require("./plugins/sass");
const { htmlPlugin } = require("./plugins/html");
const { vuePlugin } = require("./plugins/vue");

const LOADERS = {
	".svg": "dataurl",
	".png": "dataurl",
	".gif": "dataurl",
	".jpg": "dataurl",
	".woff": "file",
	".woff2": "file",
	".ttf": "file",
	".eot": "file",
};

function commonOptions(bench, { production }) {
	return {
		absWorkingDir: bench.root, // messages name apps/<app>/..., whatever folder yarn runs in
		outdir: bench.assets,
		entryNames: "[dir]/[name].[hash]",
		assetNames: "frappe/dist/files/[name].[hash]",
		publicPath: "/assets",
		bundle: true,
		metafile: true,
		minify: production,
		sourcemap: true,
		target: ["es2018"],
		nodePaths: bench.nodePaths,
		loader: LOADERS,
		logLevel: "warning",
		define: {
			"process.env.NODE_ENV": JSON.stringify(production ? "production" : "development"),
			__VUE_OPTIONS_API__: "true",
			__VUE_PROD_DEVTOOLS__: "false",
			__VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
		},
	};
}

// One set of esbuild options per kind that has entries.
function jobs(bench, entries, options) {
	const common = commonOptions(bench, options);
	const style = [servedAssets(), sassPlugin(bench)];
	const vue = vuePlugin(bench, { ...options, loaders: LOADERS });
	const script = [...style, htmlPlugin(), datePicker(), vue];
	return [
		{ ...common, entryPoints: entries.js, plugins: script },
		{ ...common, entryPoints: entries.css, plugins: style },
	].filter((job) => Object.keys(job.entryPoints).length);
}

async function build(bench, entries, options) {
	const started = Date.now();
	const settled = await Promise.allSettled(
		jobs(bench, entries, options).map((job) => esbuild.build(job))
	);
	const metafiles = settled.filter((one) => one.value).map((one) => one.value.metafile);
	// What was built is on disk: the map must say so even if the other kind failed.
	const totals = metafiles.map((metafile) => recordOutputs(bench, metafile));
	if (options.saveMetafiles) saveMetafiles(bench, metafiles);
	await dropCachedMap(bench);
	const failed = settled.find((one) => one.reason);
	if (failed) throw failed.reason;
	report(totals, Date.now() - started);
}

function report(totals, milliseconds) {
	const sum = (key) => totals.reduce((total, one) => total + one[key], 0);
	const megabytes = (sum("bytes") / 1e6).toFixed(1);
	console.log(
		`built ${sum("bundles")} bundles, ${megabytes} MB, ${(milliseconds / 1000).toFixed(1)} s`
	);
}

// Kept out of sites/assets, which the web server hands to anybody.
function saveMetafiles(bench, metafiles) {
	const logs = path.join(bench.root, "logs");
	fs.mkdirSync(logs, { recursive: true });
	metafiles.forEach((metafile, i) => {
		fs.writeFileSync(path.join(logs, `esbuild-meta-${i + 1}.json`), JSON.stringify(metafile));
	});
}

// Rebuilds on change of any imported file. A new *.bundle.* file needs a restart of the watcher.
async function watch(bench, entries, options) {
	for (const job of jobs(bench, entries, options)) {
		const context = await esbuild.context({
			...job,
			plugins: [...job.plugins, recordOnEnd(bench)],
		});
		await context.watch();
	}
	console.log("watching for changes");
}

function recordOnEnd(bench) {
	return {
		name: "record",
		setup(build) {
			build.onEnd(async (result) => {
				if (result.errors.length) return; // printed by esbuild; the old files stay in use
				const { changed } = recordOutputs(bench, result.metafile);
				if (changed.length) await dropCachedMap(bench);
				for (const key of changed) console.log(`rebuilt ${key}`);
			});
		},
	};
}

module.exports = { build, watch };
