-- ARGV: the line, its amount a total that the store, or a process that saw it, knows. The greater one stays, so that any number of processes
-- may do this at any time, as often as they like.
local line, now = line_at(0, 1), clock()
local c = redis.call('HMGET', line.key, 'u', 's')
if line.amount ~= '0' and not fits(c[1] or '0', '0', '0', line.amount) then
  redis.call('HSET', line.key, 'u', line.amount)
end
if line.seeded then redis.call('HSET', line.key, 's', '1') end
if redis.call('PTTL', line.key) == -1 then keep(line, now, 0) end
return c[1] or '0'
