namespace TokenUsage.Capture;

/// <summary>How the calls of one client are observed.</summary>
public sealed class CaptureOptions
{
    internal static readonly TimeSpan MaxDrain = TimeSpan.FromMinutes(5);
    internal static readonly TimeSpan MaxQuotaWait = TimeSpan.FromHours(1);

    /// <summary>Gets or sets the provider to record, for a host or client that does not tell.</summary>
    /// <value>In the words of OpenTelemetry's <c>gen_ai.provider.name</c>. The default is what was recognised.</value>
    public string? Provider { get; set; }

    /// <summary>Gets or sets who and why, where no <see cref="UsageScope"/> says it.</summary>
    /// <value>The default is <see cref="UsageDimensions.None"/>.</value>
    public UsageDimensions Dimensions { get; set; } = UsageDimensions.None;

    /// <summary>Gets or sets how important this client's calls are.</summary>
    /// <value>The default is <see cref="Priority.Medium"/>.</value>
    public Priority Priority { get; set; } = Priority.Medium;

    /// <summary>Gets or sets whether a streamed request that does not ask for its usage is made to.</summary>
    /// <value>The default is <see langword="false"/>: requests are sent as they are.</value>
    /// <remarks>
    /// Adds <c>stream_options.include_usage</c> to chat completions in OpenAI's format, and hides the extra event from
    /// the caller; the chunks before it then carry a <c>usage</c> of <c>null</c>. A request that says itself whether it
    /// wants usage is left alone. The request is held in memory for it. Do not use it where requests are signed.
    /// </remarks>
    public bool RequestStreamUsage { get; set; }

    /// <summary>Gets or sets how long a stream that the caller leaves is read on in the background.</summary>
    /// <value>From zero, which is the default and means not at all, to five minutes.</value>
    /// <remarks>
    /// The provider bills an abandoned stream; reading on learns how much, where otherwise an estimate must do. At most
    /// 4 MiB a stream and 64 streams at once.
    /// </remarks>
    public TimeSpan DrainOnAbort { get; set; }

    /// <summary>Gets or sets how long a call waits for quota before it is refused.</summary>
    /// <value>From zero, which is the default and means not at all, to one hour.</value>
    /// <remarks>
    /// Waits only where waiting can help: where calls under way hold a part, or the window moves in time. The calls of
    /// one user wait in their order, the users in turn.
    /// </remarks>
    public TimeSpan QuotaWait { get; set; }

    /// <summary>Gets or sets how the HTTP handler refuses a call.</summary>
    /// <value>The default is <see cref="QuotaRefusal.Exception"/>: no SDK retries it.</value>
    public QuotaRefusal Refusal { get; set; }

    /// <summary>Gets or sets whether a chat call that sets no output cap is given one: what its quotas have left.</summary>
    /// <value>The default is <see langword="false"/>: the call is not changed, and holds the model's own cap.</value>
    /// <remarks>Chat clients only. An answer that reaches the cap ends with the finish reason <c>length</c>.</remarks>
    public bool ClampMaxOutput { get; set; }

    /// <summary>Gets or sets whether a chat call's own output cap is lowered to what its quotas have left.</summary>
    /// <value>The default is <see langword="false"/>: a call that does not fit is refused.</value>
    /// <remarks>Chat clients only. A call for which fewer than 16 output tokens are left is refused all the same.</remarks>
    public bool AllowPartial { get; set; }

    /// <summary>Gets or sets whether a stream is ended when a quota that held less than the most is used up.</summary>
    /// <value>The default is <see langword="false"/>: what is under way is paid for and may pass the limit.</value>
    /// <remarks>
    /// Chat clients only. The last update has the finish reason <c>length</c>, and what was received is charged.
    /// </remarks>
    public bool CutAtLimit { get; set; }

    /// <summary>Makes a copy with changes.</summary>
    internal CaptureOptions With(Action<CaptureOptions>? change)
    {
        var copy = (CaptureOptions)MemberwiseClone();
        change?.Invoke(copy);
        return copy;
    }
}
