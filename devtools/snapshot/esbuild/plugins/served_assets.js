// url("/assets/...") names a file that the web server has: it stays as it is written.
function servedAssets() {
	return {
		name: "served-assets",
		setup(build) {
			build.onResolve({ filter: /^\/assets\// }, (args) => ({
				path: args.path,
				external: true,
			}));
		},
	};
}

module.exports = { servedAssets };
