"""NATO's site and its workbooks."""
