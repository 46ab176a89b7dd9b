"""The benchmark site over HTTP, as a browser asks it: logged in, through the desk's web server."""

import os
from time import perf_counter

import requests

HOST = "benchmark"


class Desk:
	"""A logged-in session. The site is told by the Host header, so that no name needs to be resolved."""

	def __init__(self, user: str, password: str):
		self.address = f"http://127.0.0.1:{os.environ['KH_BENCHMARK_PORT']}/api/method/"
		self.session = requests.Session()
		self.session.trust_env = False  # the machine's proxy knows nothing of us
		self.session.headers.update({"Host": HOST, "Accept": "application/json"})
		self.call("login", usr=user, pwd=password)

	def call(self, method: str, **arguments) -> dict:
		"""Return the answer of a whitelisted method. Raises requests.HTTPError."""
		answer = self.session.post(self.address + method, data=arguments, timeout=300)
		answer.raise_for_status()
		return answer.json()

	def timed(self, method: str, **arguments) -> float:
		"""Return how long one call takes, from the question to its whole answer."""
		began = perf_counter()
		self.call(method, **arguments)
		return perf_counter() - began
