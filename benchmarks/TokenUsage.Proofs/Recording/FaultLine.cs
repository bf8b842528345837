namespace TokenUsage.Proofs.Recording;

/// <summary>One class of fault and where its records ended.</summary>
internal sealed record FaultLine(string Fault, FlushReport Report, bool Held, string Remark = "")
{
    public override string ToString() =>
        $"  {(Held ? "held  " : "BROKEN")} {Fault,-44} {Report.Offered} offered + {Report.Recovered} recovered = "
        + $"{Report.Stored} stored + {Report.Duplicate} duplicate + {Report.Pending} pending + "
        + $"{Report.Quarantined} quarantined + {Report.Folded} folded + {Report.Dropped} dropped  {Remark}";
}
