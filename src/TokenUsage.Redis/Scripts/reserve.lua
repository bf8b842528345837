-- ARGV: 1 id, 2 lease, 3 most leases, 4 '1' to hold whatever the limits say, then the lines.
local id, lease, now = ARGV[1], tonumber(ARGV[2]), clock()
if redis.call('HEXISTS', KEYS[1], id) == 1 then return { 1, now, 0, 0 } end
if redis.call('ZSCORE', KEYS[3], id) or redis.call('ZSCORE', KEYS[3], '-' .. id) then return { 4, now, 0, 0 } end

local force, count, lines = ARGV[4] == '1', #KEYS - LINES, {}
for i = 1, count do
  local line = line_at(4, i)
  lines[i] = line
  if not force then
    if now < line.starts or now >= line.ends then return { 3, now, i - 1, 0 } end
    if line.seeded and not redis.call('HGET', line.key, 's') then return { 6, now, i - 1, 0 } end
  end
end

local reply = { 0, now, 0, 0 }
for i, line in ipairs(lines) do
  local ok, retry, x, y, held = shapes[line.shape].examine(line, now)
  reply[#reply + 1] = ok and 0 or 1
  reply[#reply + 1] = x
  reply[#reply + 1] = y
  reply[#reply + 1] = held
  if not ok and line.enforced and not force then
    reply[1], reply[3], reply[4] = 2, i - 1, retry
    return reply
  end
end
if redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[3]) then return { 5, now, 0, 0 } end

local held = {}
for i, line in ipairs(lines) do
  held[i] = line.key .. ' ' .. line.shape .. ' ' .. line.amount .. ' ' .. shapes[line.shape].hold(line, now, lease)
end
redis.call('HSET', KEYS[1], id, table.concat(held, ' '))
redis.call('ZADD', KEYS[2], math.min(now + lease, FOREVER), id)
return reply
