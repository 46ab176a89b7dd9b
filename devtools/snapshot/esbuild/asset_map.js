// sites/assets/assets.json: bundle name -> address of the file that is current.
const fs = require("fs");
const path = require("path");
const { readConfig, redisUrl } = require("../bench_config");
const { bundleKey } = require("./entries");

// Writes the built bundles into the map and removes the files that they replace.
// Synchronous from read to write: in watch mode the js and the css build end at any moment.
// Returns { bundles, bytes, changed: [key] }.
function recordOutputs(bench, metafile) {
	const file = path.join(bench.assets, "assets.json");
	const map = readMap(file);
	const total = { bundles: 0, bytes: 0, changed: [] };
	const replaced = [];
	for (const [output, info] of Object.entries(metafile.outputs)) {
		if (!info.entryPoint) continue; // source maps, css beside js, font files
		const key = bundleKey(info.entryPoint);
		const address = "/" + path.relative(bench.sites, path.resolve(bench.root, output));
		total.bundles += 1;
		total.bytes += info.bytes;
		if (map[key] === address) continue;
		if (map[key]) replaced.push(map[key]);
		map[key] = address;
		total.changed.push(key);
	}
	writeMap(file, map);
	// only now, so that the map never names a file that has gone
	for (const old of replaced) removeBuilt(bench, old);
	return total;
}

function readMap(file) {
	if (!fs.existsSync(file)) return {};
	try {
		return JSON.parse(fs.readFileSync(file, "utf8"));
	} catch (error) {
		throw new Error(`${file} is damaged (${error.message}): delete it and build all apps`);
	}
}

// Renamed into place, because the web server reads the map at any time.
function writeMap(file, map) {
	fs.writeFileSync(`${file}.new`, JSON.stringify(map, null, 1));
	fs.renameSync(`${file}.new`, file);
}

function removeBuilt(bench, address) {
	const file = path.join(bench.sites, address);
	for (const old of [file, `${file}.map`]) fs.rmSync(old, { force: true });
}

// Outside developer mode Frappe keeps the map in redis under a key that all sites share.
// A redis that does not run holds no old map, so that is no error.
async function dropCachedMap(bench) {
	const { createClient } = require("@redis/client");
	const url = redisUrl(readConfig(bench.root), "redis_cache");
	const client = createClient({
		url,
		socket: { reconnectStrategy: false, connectTimeout: 2000 },
	});
	client.on("error", () => {}); // connect() and del() reject with the same error
	try {
		await client.connect();
		await client.del("assets_json");
		await client.quit();
	} catch (error) {
		if (error.code === "ECONNREFUSED") return;
		console.error(`assets_json stays in redis (${error.message}): run "bench clear-cache"`);
		if (client.isOpen) await client.disconnect();
	}
}

module.exports = { recordOutputs, dropCachedMap };
