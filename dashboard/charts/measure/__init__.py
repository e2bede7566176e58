"""The charts `measure`: allies ranked by any measure."""
