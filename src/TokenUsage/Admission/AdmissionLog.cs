using Microsoft.Extensions.Logging;

namespace TokenUsage.Admission;

/// <summary>What admission logs. Never who called.</summary>
internal static partial class AdmissionLog
{
    [LoggerMessage(2000, LogLevel.Warning,
        "Quota {Quota} matched no call within an hour. Compare its Where and Per with what the calls say.")]
    public static partial void NeverMatched(this ILogger logger, string quota);

    [LoggerMessage(2001, LogLevel.Error, "The quota ledger failed; calls are handled by OnLedgerFailure ({Policy}).")]
    public static partial void LedgerFailed(this ILogger logger, LedgerFailure policy, Exception exception);

    [LoggerMessage(2002, LogLevel.Error, "A settlement waits for the quota ledger, which failed; {Waiting} wait now.")]
    public static partial void SettlementWaits(this ILogger logger, int waiting, Exception exception);

    [LoggerMessage(2003, LogLevel.Warning, "{Count} calls ended without a settlement; what they held is free again.")]
    public static partial void LeasesExpired(this ILogger logger, int count);

    [LoggerMessage(2004, LogLevel.Error, "The upkeep of the quotas failed; it is tried again.")]
    public static partial void UpkeepFailed(this ILogger logger, Exception exception);

    [LoggerMessage(2005, LogLevel.Error, "A listener for quota events failed.")]
    public static partial void ListenerFailed(this ILogger logger, Exception exception);

    [LoggerMessage(2006, LogLevel.Warning, "Calls are halted for {Scope} by {Actor}.")]
    public static partial void Halted(this ILogger logger, string scope, string actor);

    [LoggerMessage(2007, LogLevel.Warning, "Calls are resumed for {Scope} by {Actor}.")]
    public static partial void Resumed(this ILogger logger, string scope, string actor);

    [LoggerMessage(2008, LogLevel.Warning, "An account of quota {Quota} has used {Used} of {Limit}.")]
    public static partial void QuotaRunsLow(this ILogger logger, string quota, decimal used, decimal limit);

    [LoggerMessage(2009, LogLevel.Error, "An account of quota {Quota} is nearly used up: {Used} of {Limit}.")]
    public static partial void QuotaIsCritical(this ILogger logger, string quota, decimal used, decimal limit);

    [LoggerMessage(2010, LogLevel.Debug, "Quota {Quota} refused a call.")]
    public static partial void QuotaRefused(this ILogger logger, string quota);

    [LoggerMessage(2011, LogLevel.Information, "Quota {Quota}, in shadow mode, would have refused a call.")]
    public static partial void QuotaWouldRefuse(this ILogger logger, string quota);

    [LoggerMessage(2012, LogLevel.Error,
        "The quotas of the configuration changed and cannot be used; the former ones stay. {Faults}")]
    public static partial void ReloadRefused(this ILogger logger, string faults);

    [LoggerMessage(2013, LogLevel.Warning, "The changes to the quotas could not be read; they are read again.")]
    public static partial void ChangesUnread(this ILogger logger, Exception exception);
}
