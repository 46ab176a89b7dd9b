// Realtime server of the bench; `bench socketio` runs this file.
const { benchRoot, readConfig, redisUrl } = require("./bench_config");
const { startRealtime } = require("./realtime");

async function main() {
	const config = readConfig(benchRoot());
	const server = await startRealtime({
		port: Number(process.env.FRAPPE_SOCKETIO_PORT || (config.socketio_port ?? 9000)),
		// By address: node cannot resolve names such as site.localhost that no hosts file knows.
		webUrl: `http://127.0.0.1:${config.webserver_port || 8000}`,
		redisUrl: redisUrl(config, "redis_queue"),
	});
	console.log(`realtime: listening on 127.0.0.1:${server.port}`);
	for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => stop(server));
}

async function stop(server) {
	await server.close();
	process.exit(0);
}

main().catch((error) => {
	console.error(`realtime: ${error.message}`);
	process.exit(1);
});
