"""โครงการระดับเมือง and the bodies above the districts."""
