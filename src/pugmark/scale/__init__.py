"""The same screen on engines that spread over machines: Ray and Spark."""
