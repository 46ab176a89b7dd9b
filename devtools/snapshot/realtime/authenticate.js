// Who is connecting? The browser sends its session cookie; the site's web server knows whose it is.
const { ask, Refused } = require("./web");

// Returns socket.io middleware that sets socket.user, socket.user_type and socket.ask.
function authenticate(webUrl) {
	return async (socket, next) => {
		try {
			const { host, origin, cookie } = socket.handshake.headers;
			checkOrigin(host, origin);
			const site = socket.nsp.name.slice(1);
			socket.ask = ask.bind(null, { webUrl, site, sid: readSid(cookie) });
			const { user, user_type } = await socket.ask("frappe.realtime.get_user_info");
			Object.assign(socket, { user, user_type });
			next();
		} catch (error) {
			// Being refused is everyday (an expired session); a web server that fails is not.
			if (!(error instanceof Refused))
				console.error(`realtime: ${socket.nsp.name}: ${error.message}`);
			next(new Error(`Unauthorized: ${error.message}`));
		}
	};
}

// A browser sends the cookie with any page's request, so a page of another host is turned away.
// The desk is served from another port than this server: the port does not count.
function checkOrigin(host, origin) {
	const expected = hostname(host);
	if (!expected || hostname(origin) !== expected) throw new Refused("Invalid origin");
}

// "http://127.0.0.1:8000" and "127.0.0.1:9000" -> "127.0.0.1"; "" for what is no address ("null").
function hostname(address = "") {
	const url = address.includes("://") ? address : `http://${address}`;
	return URL.canParse(url) ? new URL(url).hostname : "";
}

// As the browser wrote it: the web server decodes it.
function readSid(cookie = "") {
	const found = /(?:^|;\s*)sid=([^;]+)/.exec(cookie);
	if (!found) throw new Refused("No sid in the cookie");
	return found[1];
}

module.exports = { authenticate };
