namespace TokenUsage.Proofs.Admission;

/// <summary>A bug to be found.</summary>
internal enum PlantedBug
{
    /// <summary>Admits one more than the limit.</summary>
    LimitIsOffByOne,

    /// <summary>A repeated reservation holds again.</summary>
    HoldsTwice,

    /// <summary>Looks at the lines one by one, then takes what it likes.</summary>
    ChecksThenActs,

    /// <summary>A refusal leaves its amount behind.</summary>
    ChargesRefusals,

    /// <summary>Charges no more than was held.</summary>
    CapsAtReservation,

    /// <summary>An expired call is never charged.</summary>
    ForgetsLateSettlements,

    /// <summary>Leases expire though they were renewed.</summary>
    IgnoresRenewals,

    /// <summary>Reads the clock a second fast when it settles.</summary>
    SettlesWithAFastClock,
}
