// Questions to the web server, asked in the name of the browser's session.

const TIMEOUT = 10_000; // milliseconds; a busy development server takes seconds

// The answer was no: not logged in, no permission, or no such document or site.
class Refused extends Error {}
const REFUSALS = [401, 403, 404];

// session: { webUrl, site, sid }. Returns the method's return value.
// Throws Refused for a no, another Error if there is no usable answer.
async function ask({ webUrl, site, sid }, method, params = {}) {
	const response = await fetch(`${webUrl}/api/method/${method}?${new URLSearchParams(params)}`, {
		headers: { Cookie: `sid=${sid}`, "X-Frappe-Site-Name": site },
		signal: AbortSignal.timeout(TIMEOUT),
	}).catch((error) => {
		throw new Error(
			`${method}: web server unreachable (${error.cause?.code || error.message})`
		);
	});
	if (REFUSALS.includes(response.status)) throw new Refused(`${method}: ${response.status}`);
	if (!response.ok) throw new Error(`${method}: ${response.status}`);
	return (await response.json()).message;
}

module.exports = { ask, Refused };
