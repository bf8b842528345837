using TokenUsage.Admission;

namespace TokenUsage.Proofs.Admission;

/// <summary>
/// Clients, a network that loses, repeats and reorders, a clock, and a ledger: all moved by one seed.
/// </summary>
/// <remarks>
/// After every step the ledger's answer and the balances of every account are compared with a model that follows the
/// definitions: an admission above a limit (I1), sums that are off (I2), a second resolution (I3), a refusal that left
/// a trace (I4) and a settlement that was not charged (I5) all show as a difference.
/// </remarks>
internal sealed class LedgerWorld(int seed, SteppedLedger ledger)
{
    private const int Clients = 3;
    private const int MostCalls = 24;
    private const long Lease = 30_000_000;

    private readonly SimRandom _random = new(seed);
    private readonly SimAccounts _accounts = new();
    private readonly ModelLedger _model = new();
    private readonly List<SimCall> _calls = [];
    private readonly List<SimMessage> _network = [];
    private readonly List<Guid> _renewed = [];
    private long _now = 1_000_000_000;

    /// <summary>Moves the world by so many steps, then lets everything come to rest.</summary>
    /// <returns>What went wrong first; null when nothing did.</returns>
    public string? Run(int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            string? fault = Step() ?? CompareBalances();
            if (fault is not null) return $"step {i}: {fault}";
        }

        return ComeToRest() is { } leak ? $"at rest: {leak}" : null;
    }

    private string? Step() => _random.Below(100) switch
    {
        < 22 => Start(),
        < 66 => Deliver(),
        < 70 => Lose(),
        < 80 => End(),
        < 84 => SendAgain(),
        < 94 => MoveClock(),
        < 97 => Sweep(),
        < 99 => Renew(),
        _ => Crash(),
    };

    private string? Start()
    {
        if (_calls.Count >= MostCalls) return null;

        var call = new SimCall { Client = _random.Below(Clients) };
        // A client's clock may be off: the ledger's decides.
        long theirNow = _random.OneIn(20) ? _now + _random.Below(200_000_000) - 100_000_000 : _now;
        call.Claim.Begin(_random.NextId());
        long amount = _random.OneIn(10) ? 0 : 1 + _random.Below(20);
        int chosen = 1 + _random.Below((1 << SimAccounts.Count) - 1);
        for (int i = 0; i < SimAccounts.Count; i++)
        {
            if ((chosen & (1 << i)) != 0) call.Claim.Add(_accounts.Line(i, theirNow, amount));
        }

        long actual = _random.OneIn(3) ? amount : _random.Below(30);
        call.Actual = new QuotaAmounts { InputTokens = actual, Requests = 1 };
        _calls.Add(call);
        _network.Add(new SimMessage(SimVerb.Reserve, call));
        return null;
    }

    private string? Deliver()
    {
        if (_network.Count == 0) return null;

        int index = _random.Below(_network.Count);
        SimMessage message = _network[index];
        if (!_random.OneIn(8)) RemoveAt(index); // else it will be delivered once more
        return message.Verb switch
        {
            SimVerb.Reserve => Reserve(message.Call),
            SimVerb.Settle => Differ(
                "settle",
                _model.Settle(message.Call.Claim, message.Call.Actual, _now),
                ledger.Settle(message.Call.Claim, message.Call.Actual, _now)),
            _ => Differ(
                "release", _model.Release(message.Call.Claim, _now), ledger.Release(message.Call.Claim, _now)),
        };
    }

    private string? Reserve(SimCall call)
    {
        ReserveStatus expected = _model.Reserve(call.Claim, _now, Lease);
        ReserveAnswer answer = ledger.Reserve(call.Claim, _now, Lease);
        bool replyArrives = !_random.OneIn(10);
        if (answer.IsHeld && replyArrives) call.IsAdmitted = true;
        if (!answer.IsHeld && replyArrives && !call.HasEnded) _calls.Remove(call);
        return Differ("reserve", expected, answer.Status);
    }

    private string? Lose()
    {
        if (_network.Count > 0) RemoveAt(_random.Below(_network.Count));
        return null;
    }

    /// <summary>Ends a call: it settles, or releases; also without ever having heard whether it was admitted.</summary>
    private string? End()
    {
        if (_calls.Count == 0) return null;

        SimCall call = _calls[_random.Below(_calls.Count)];
        if (!call.IsAdmitted && !_random.OneIn(6)) return null;

        call.HasEnded = true;
        bool isReleased = _random.OneIn(call.IsAdmitted ? 5 : 2);
        _network.Add(new SimMessage(isReleased ? SimVerb.Release : SimVerb.Settle, call));
        if (!_random.OneIn(4)) _calls.Remove(call);
        return null;
    }

    private string? SendAgain()
    {
        if (_calls.Count == 0) return null;

        SimCall call = _calls[_random.Below(_calls.Count)];
        _network.Add(new SimMessage(call.HasEnded ? SimVerb.Settle : SimVerb.Reserve, call));
        if (call.HasEnded) _calls.Remove(call);
        return null;
    }

    private string? MoveClock()
    {
        _now += _random.Below(50) switch
        {
            0 => _random.Below(200_000_000),
            1 => -_random.Below(500_000),
            < 10 => _random.Below(20_000_000),
            _ => _random.Below(1_500_000),
        };
        return null;
    }

    private string? Sweep()
    {
        IReadOnlyList<Guid> expired = ledger.Sweep(1 + _random.Below(10), _now);
        return _model.TryExpire(expired, _now) ? null : "sweep: a lease expired that was not due";
    }

    private string? Renew()
    {
        int client = _random.Below(Clients);
        _renewed.Clear();
        foreach (SimCall call in _calls)
        {
            if (call.Client == client && call.IsAdmitted) _renewed.Add(call.Claim.Id);
        }

        return Differ("renew", _model.Renew(_renewed, _now, Lease), ledger.Renew(_renewed, _now, Lease));
    }

    /// <summary>A client dies: it sends nothing more, but what it sent is still on its way.</summary>
    private string? Crash()
    {
        int client = _random.Below(Clients);
        _calls.RemoveAll(call => call.Client == client);
        return null;
    }

    private string? CompareBalances()
    {
        for (int i = 0; i < SimAccounts.Count; i++)
        {
            LedgerLine line = _accounts.Line(i, _now, 0);
            LedgerBalance expected = _model.Read(line, _now);
            LedgerBalance found = ledger.Read(line, _now);
            if (expected != found) return $"account {i}: expected {expected}, found {found}";
        }

        return null;
    }

    /// <summary>Delivers what is left and waits for the leases: nothing may stay held (I3).</summary>
    private string? ComeToRest()
    {
        while (_network.Count > 0)
        {
            if ((Deliver() ?? CompareBalances()) is { } fault) return fault;
        }

        _now += Lease + 1_000_000; // the clock may have gone back since the last lease began
        if (!_model.TryExpire(ledger.Sweep(int.MaxValue, _now), _now)) return "sweep: a lease expired that was not due";
        if (_model.AnyDue(_now)) return "sweep: a lease that was due has not expired";
        for (int i = 0; i < SimAccounts.Count; i++)
        {
            LedgerBalance found = ledger.Read(_accounts.Line(i, _now, 0), _now);
            if (found.Held != 0) return $"account {i}: {found.Held} still held";
        }

        return CompareBalances();
    }

    private void RemoveAt(int index)
    {
        _network[index] = _network[^1];
        _network.RemoveAt(_network.Count - 1);
    }

    private static string? Differ<T>(string verb, T expected, T found) =>
        EqualityComparer<T>.Default.Equals(expected, found) ? null : $"{verb}: expected {expected}, found {found}";
}
