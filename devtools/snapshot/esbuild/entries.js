// The bench as the builder sees it: its apps, their public folders, the bundles in them.
const fs = require("fs");
const path = require("path");
const { benchRoot } = require("../bench_config");

const ENTRY = /\.bundle\.(js|jsx|ts|css|scss|sass)$/;
const STYLE = /\.(css|scss|sass)$/;

function openBench({ apps = null, files = null, skipFrappe = false }) {
	const root = benchRoot();
	const sites = path.join(root, "sites");
	const allApps = fs
		.readFileSync(path.join(sites, "apps.txt"), "utf8")
		.split(/\s+/)
		.filter(Boolean);
	const wanted = apps || (files && appsOfFiles(files)) || allApps;
	const unknown = wanted.filter((app) => !allApps.includes(app));
	if (unknown.length) throw new Error(`not in sites/apps.txt: ${unknown.join(", ")}`);
	return {
		root,
		sites,
		assets: path.join(sites, "assets"),
		allApps,
		apps: wanted.filter((app) => !(skipFrappe && app === "frappe")),
		nodePaths: nodePaths(root, allApps),
	};
}

function appsOfFiles(files) {
	return [...new Set(files.map((file) => file.split("/")[0]))];
}

// Where imports are searched: every app's node_modules, then every app's root, so that
// "frappe/public/css/x.css" and "my_app/public/js/y" resolve from any app.
function nodePaths(root, apps) {
	const roots = apps.map((app) => path.join(root, "apps", app));
	return [...roots.map((dir) => path.join(dir, "node_modules")), ...roots].filter(fs.existsSync);
}

function appRoot(bench, app) {
	return fs.realpathSync(path.join(bench.root, "apps", app));
}

function publicFolder(bench, app) {
	return path.join(appRoot(bench, app), app, "public");
}

// frappe/build.py makes these links before it calls the builder; `yarn run build` by hand needs them too.
function linkPublicFolders(bench) {
	fs.mkdirSync(bench.assets, { recursive: true });
	for (const app of bench.allApps) {
		if (!fs.existsSync(publicFolder(bench, app))) continue;
		const served = path.join(bench.assets, app);
		linkOnce(publicFolder(bench, app), served);
		// pages load some libraries unbundled, from /assets/<app>/node_modules
		linkOnce(
			path.join(appRoot(bench, app), "node_modules"),
			path.join(served, "node_modules")
		);
	}
}

function linkOnce(target, link) {
	if (!fs.existsSync(target) || fs.existsSync(link)) return;
	fs.rmSync(link, { force: true }); // a link whose target has gone
	fs.symlinkSync(target, link);
}

// Returns { js: { "app/dist/js/name.bundle": file }, css: {...} }, the shape esbuild takes as entryPoints.
function findEntries(bench, files) {
	const entries = { js: {}, css: {} };
	for (const app of bench.apps) {
		const folder = publicFolder(bench, app);
		if (!fs.existsSync(folder)) continue;
		for (const file of bundleFiles(folder)) {
			if (files && !isWanted(files, app, file)) continue;
			const kind = STYLE.test(file) ? "css" : "js";
			entries[kind][`${app}/dist/${kind}/${path.parse(file).name}`] = file;
		}
	}
	return entries;
}

function* bundleFiles(dir) {
	for (const entry of fs.readdirSync(dir, { withFileTypes: true })) {
		const file = path.join(dir, entry.name);
		if (entry.isDirectory()) {
			if (entry.name !== "node_modules" && entry.name !== "dist") yield* bundleFiles(file);
		} else if (ENTRY.test(entry.name)) {
			yield file;
		}
	}
}

// bench names a missing bundle by its key in assets.json (desk.bundle.css), a person by its source file.
function isWanted(files, app, file) {
	return (
		files.includes(`${app}/${bundleKey(file)}`) ||
		files.includes(`${app}/${path.basename(file)}`)
	);
}

// The key of a source file in assets.json, as templates and frappe.require write it.
function bundleKey(file) {
	return path
		.basename(file)
		.replace(/\.(scss|sass)$/, ".css")
		.replace(/\.(ts|jsx)$/, ".js");
}

module.exports = { openBench, linkPublicFolders, findEntries, bundleKey, appRoot };
