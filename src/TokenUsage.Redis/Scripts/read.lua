-- ARGV: the line.
local line, now = line_at(0, 1), clock()
local x, y, held = shapes[line.shape].read(line, now)
return { x, y, held }
