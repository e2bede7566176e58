"""The World Bank's indicators, a second source."""
