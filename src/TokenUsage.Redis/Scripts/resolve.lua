-- ARGV: 1 id, 2 's' to settle or 'r' to release, 3 when it was admitted, 4 most ids remembered, then the lines.
local id, now = ARGV[1], clock()
local lease, most = redis.call('HGET', KEYS[1], id), tonumber(ARGV[4])
local function line_of(i) return i <= #KEYS - LINES and line_at(4, i) or nil end

local status
if lease then
  give_back(lease, line_of, now)
  redis.call('HDEL', KEYS[1], id)
  redis.call('ZREM', KEYS[2], id)
  status = ARGV[2] == 's' and 0 or 2
else
  local has_expired = redis.call('ZSCORE', KEYS[3], '-' .. id)
  if redis.call('ZSCORE', KEYS[3], id) or (has_expired and ARGV[2] == 'r') then return { 3, now } end
  if has_expired then redis.call('ZREM', KEYS[3], '-' .. id) end
  status = ARGV[2] == 's' and 1 or 2
  for i = 1, ARGV[2] == 's' and #KEYS - LINES or 0 do
    local line = line_at(4, i)
    if line.amount ~= '0' then
      shapes[line.shape].charge(line, now, tonumber(ARGV[3]))
      keep(line, now, 0)
    end
  end
end
remember(id, now, most)

local reply = { status, now }
for i = 1, #KEYS - LINES do
  local line = line_at(4, i)
  local x, y, held = shapes[line.shape].read(line, now)
  reply[#reply + 1] = x
  reply[#reply + 1] = y
  reply[#reply + 1] = held
end
return reply
