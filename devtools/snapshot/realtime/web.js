// Questions to the web server, asked in the name of the browser's session.

const TIMEOUT = 10_000; // milliseconds; a busy development server takes seconds

// The answer was no: not logged in, no permission, or no such document or site.
class Refused extends Error {}
const REFUSALS = [401, 403, 404];

// A connection kept from an earlier question ended just as it was used again.
const LOST = ["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"];

// session: { webUrl, site, sid }. Returns the method's return value.
// Throws Refused for a no, another Error if there is no usable answer.
async function ask({ webUrl, site, sid }, method, params = {}) {
	const url = `${webUrl}/api/method/${method}?${new URLSearchParams(params)}`;
	const headers = { Cookie: `sid=${sid}`, "X-Frappe-Site-Name": site };
	const response = await get(url, headers).catch((error) => {
		throw new Error(
			`${method}: web server unreachable (${error.cause?.code || error.message})`
		);
	});
	if (REFUSALS.includes(response.status)) throw new Refused(`${method}: ${response.status}`);
	if (!response.ok) throw new Error(`${method}: ${response.status}`);
	return (await response.json()).message;
}

// Reads once more what a lost connection left without an answer.
async function get(url, headers) {
	const read = () => fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT) });
	return read().catch((error) => {
		if (!LOST.includes(error.cause?.code)) throw error;
		return read();
	});
}

module.exports = { ask, Refused };
