-- A fixed window: two sums, and whether the store's total was taken in.
local fixed = {}

function fixed.read(line, now)
  local c = redis.call('HMGET', line.key, 'u', 'h')
  return c[1] or '0', '0', c[2] or '0'
end

function fixed.examine(line, now)
  local used, _, held = fixed.read(line, now)
  local ok = fits(line.limit, used, held, line.amount)
  local retry = 0
  if not ok and line.ends < FOREVER and fits(line.limit, '0', '0', line.amount) then retry = line.ends end
  return ok, retry, used, '0', held
end

function fixed.hold(line, now, lease)
  local is_new = redis.call('EXISTS', line.key) == 0
  redis.call('HINCRBY', line.key, 'h', line.amount)
  if is_new or line.ends == FOREVER then keep(line, now, lease) end
  return '- - - - -'
end

function fixed.resolve(key, held, used, line, now)
  local is_known = redis.call('EXISTS', key) == 1
  if is_known then take(key, 'h', held) end
  add(key, 'u', used)
  if line and used ~= '0' and (line.ends == FOREVER or not is_known) then keep(line, now, 0) end
end

function fixed.charge(line, now, admitted)
  add(line.key, 'u', line.amount)
end

-- A ring of parts, of which the oldest counts whole until it has left altogether. Fields u<part> and h<part>, their
-- sums u and h, and p, the part being filled.
local sliding = {}

local function advance(key, now, width, parts)
  local part = (now - now % width) / width
  local head = tonumber(redis.call('HGET', key, 'p') or '-1')
  if head < 0 then return part, true end
  if part <= head then return head, false end
  for i = head - parts, math.min(part - parts - 1, head) do
    local old = redis.call('HMGET', key, 'u' .. text(i), 'h' .. text(i))
    if old[1] then take(key, 'u', old[1]) end
    if old[2] then take(key, 'h', old[2]) end
    if old[1] or old[2] then redis.call('HDEL', key, 'u' .. text(i), 'h' .. text(i)) end
  end
  redis.call('HSET', key, 'p', text(part))
  return part, false
end

function sliding.read(line, now)
  advance(line.key, now, line.width, line.parts)
  local c = redis.call('HMGET', line.key, 'u', 'h')
  return c[1] or '0', '0', c[2] or '0'
end

local function when_freed(line, head, used, held)
  local needed = tonumber(used) + tonumber(held) - tonumber(line.limit) + math.max(tonumber(line.amount), 1)
  local all, ring = redis.call('HGETALL', line.key), {}
  for i = 1, #all, 2 do ring[all[i]] = tonumber(all[i + 1]) end
  for part = head - line.parts, head do
    needed = needed - (ring['u' .. text(part)] or 0) - (ring['h' .. text(part)] or 0)
    if needed <= 0 then return (part + line.parts + 1) * line.width end
  end
  return 0
end

function sliding.examine(line, now)
  local head = advance(line.key, now, line.width, line.parts)
  local used, _, held = sliding.read(line, now)
  local ok = fits(line.limit, used, held, line.amount)
  local retry = 0
  if not ok and fits(line.limit, '0', '0', line.amount) then retry = when_freed(line, head, used, held) end
  return ok, retry, used, '0', held
end

function sliding.hold(line, now, lease)
  local head = advance(line.key, now, line.width, line.parts)
  redis.call('HSET', line.key, 'p', text(head))
  add(line.key, 'h', line.amount)
  add(line.key, 'h' .. text(head), line.amount)
  keep(line, now, lease)
  return text(head) .. ' ' .. text(line.width) .. ' ' .. text(line.parts) .. ' - -'
end

local function use(key, part, amount)
  add(key, 'u', amount)
  add(key, 'u' .. text(part), amount)
end

function sliding.resolve(key, held, used, line, now, a, b, c)
  local part, width, parts = tonumber(a), tonumber(b), tonumber(c)
  local head, is_new = advance(key, now, width, parts)
  if is_new or part > head or part < head - parts then return end
  take(key, 'h', held)
  take(key, 'h' .. text(part), held)
  use(key, part, used)
end

function sliding.charge(line, now, admitted)
  local head, is_new = advance(line.key, now, line.width, line.parts)
  local part = head
  if admitted > 0 then part = math.min(head, (admitted - admitted % line.width) / line.width) end
  if part < head - line.parts then return end
  if is_new then redis.call('HSET', line.key, 'p', text(head)) end
  use(line.key, part, line.amount)
end

-- A bucket that drains evenly: the time at which it will be empty (m, f), the rate that f counts in, all that was ever
-- poured in (pm, pf), what is held, and the latest time seen. The client works out how long an amount takes to drain,
-- whole and exact: such products do not fit a double.
local bucket = {}

local function open_bucket(key, rate, now)
  local c = redis.call('HMGET', key, 'm', 'f', 'r', 'pm', 'pf', 'h', 't')
  local b = {
    key = key, m = tonumber(c[1] or '0'), f = tonumber(c[2] or '0'), r = tonumber(c[3] or '0'),
    pm = tonumber(c[4] or '0'), pf = tonumber(c[5] or '0'), h = c[6] or '0',
  }
  b.now = math.max(now, tonumber(c[7] or '0'))
  if rate and rate ~= b.r then -- another limit: the time at which it is empty stays
    if b.f > 0 then b.m, b.f = b.m + 1, 0 end
    if b.pf > 0 then b.pm, b.pf = b.pm + 1, 0 end
    b.r = rate
  end
  return b
end

local function save_bucket(b)
  redis.call('HSET', b.key, 'm', text(b.m), 'f', text(b.f), 'r', text(b.r),
    'pm', text(b.pm), 'pf', text(b.pf), 't', text(b.now))
end

local function level(b)
  if b.m < b.now then return 0, 0 end
  return b.m - b.now, b.f
end

local function pour(b, q, r)
  if less(b.m, b.f, b.now, 0) then b.m, b.f = b.now, 0 end
  b.m, b.f = plus(b.m, b.f, q, r, b.r)
  b.pm, b.pf = plus(b.pm, b.pf, q, r, b.r)
end

local function keep_bucket(line, b, lease)
  keep(line, b.now, math.max(lease, b.m - b.now))
end

function bucket.read(line, now)
  local b = open_bucket(line.key, tonumber(line.limit), now)
  local m, f = level(b)
  return text(m), text(f), b.h
end

function bucket.examine(line, now)
  local rate = tonumber(line.limit)
  local b = open_bucket(line.key, rate, now)
  local m, f = level(b)
  if rate == 0 then return false, 0, text(m), text(f), b.h end
  local ok
  if line.amount == '0' then ok = less(m, f, line.q2, line.r2)
  else
    local am, af = plus(m, f, line.q, line.r, rate)
    ok = not less(line.q2, line.r2, am, af)
  end
  local retry = 0
  local can_ever = line.amount ~= '0' and not less(line.q2, line.r2, line.q, line.r)
    or line.amount == '0' and (line.q2 > 0 or line.r2 > 0)
  if not ok and can_ever then
    local over = line.amount == '0' and 1 or 0
    local rest = b.f + line.r + over - line.r2
    retry = b.m + line.q - line.q2 + (rest > rate and 2 or rest > 0 and 1 or rest > -rate and 0 or -1)
  end
  return ok, retry, text(m), text(f), b.h
end

function bucket.hold(line, now, lease)
  local rate = tonumber(line.limit)
  local b = open_bucket(line.key, rate, now)
  if rate > 0 then pour(b, line.q, line.r) end
  save_bucket(b)
  add(line.key, 'h', line.amount)
  keep_bucket(line, b, lease)
  return text(line.q) .. ' ' .. text(line.r) .. ' ' .. text(rate) .. ' ' .. text(b.pm) .. ' ' .. text(b.pf)
end

-- Gives back what was held and not used, unless the bucket has drained it since: what later claims put in is never
-- taken out by an earlier one.
function bucket.resolve(key, held, used, line, now, a, b_, c, d, e)
  local q, r, rate, pm, pf = tonumber(a), tonumber(b_), tonumber(c), tonumber(d), tonumber(e)
  if rate == 0 then return end
  local is_known = redis.call('EXISTS', key) == 1
  if not is_known and not (line and line.enforced) then return end
  if is_known then take(key, 'h', held) end
  local b = open_bucket(key, not is_known and rate or nil, now)
  local is_same = b.r == rate
  if line then q, r = line.q2, line.r2 end
  if line and line.enforced then -- for a settlement: whether more was used than held
    pour(b, is_same and q or q + 1, is_same and r or 0)
  else
    local m, f = level(b)
    local sm, sf = b.pm - pm + 1, 0
    if is_same then sm, sf = minus(b.pm, b.pf, pm, pf, b.r) else r = 0 end
    if b.pm >= FOREVER or less(m, f, sm, sf) then m, f = 0, 0 else m, f = minus(m, f, sm, sf, b.r) end
    if less(m, f, q, r) then q, r = m, f end
    b.m, b.f = minus(b.m, b.f, q, r, b.r)
  end
  save_bucket(b)
  if line then keep_bucket(line, b, 0) end
end

function bucket.charge(line, now, admitted)
  local rate = tonumber(line.limit)
  if rate == 0 then return end
  local b = open_bucket(line.key, rate, now)
  pour(b, line.q, line.r)
  save_bucket(b)
end

local shapes = { F = fixed, S = sliding, B = bucket }

local function give_back(lease, line_of, now)
  local i = 0
  for key, shape, held, a, b, c, d, e in string.gmatch(
    lease, '(%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+)') do
    i = i + 1
    local line = line_of and line_of(i)
    shapes[shape].resolve(key, held, line and line.amount or '0', line, now, a, b, c, d, e)
    -- A counter of open calls at zero says what a missing one says.
    if shape == 'F' then
      local c = redis.call('HMGET', key, 'h', 'u', 's')
      if c[1] == '0' and not c[2] and not c[3] then redis.call('DEL', key) end
    end
  end
end
