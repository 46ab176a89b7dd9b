// Preloaded into the realtime server (node --require): a server that names no address listens on loopback only,
// and `localhost` is looked up as IPv4, where our web server is.
const dns = require("node:dns");
const net = require("node:net");

dns.setDefaultResultOrder("ipv4first");
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, ...rest) {
	const namesAnAddress = typeof port === "object" || typeof rest[0] === "string";
	return namesAnAddress || !/^\d+$/.test(port)
		? listen.call(this, port, ...rest)
		: listen.call(this, Number(port), "127.0.0.1", ...rest);
};
