"""行政复议、行政诉讼: the cases in which somebody contests how the organ handled a request."""
