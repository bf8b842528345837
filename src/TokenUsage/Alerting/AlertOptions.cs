namespace TokenUsage.Alerting;

/// <summary>What raises alerts, and who hears of them.</summary>
public sealed class AlertOptions
{
    /// <summary>Gets or sets whether anything is evaluated and sent.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool IsEnabled { get; set; } = true;

    /// <summary>Gets or sets whether the built-in rules apply; a rule of the same name replaces one.</summary>
    /// <value>
    /// The default is <see langword="true"/>: processor 80 %, memory 85 %, error rate 5 %, response time 2 s, quotas 80 and
    /// 90 %, 1,000 US dollars a month, unpriced models, and parts of the monitor that do not work.
    /// </value>
    public bool UseDefaultRules { get; set; } = true;

    /// <summary>Gets the rules.</summary>
    public IList<AlertRule> Rules { get; } = [];

    /// <summary>Gets which channels hear of which alerts. Without any, every channel hears of all.</summary>
    /// <remarks>An alert goes to the channels of every route that it matches, to each once.</remarks>
    public IList<AlertRoute> Routes { get; } = [];

    /// <summary>Gets how single channels are used; the default suits those that are not named.</summary>
    public IList<AlertChannel> Channels { get; } = [];

    /// <summary>Gets the times that come again and again in which no messages are sent.</summary>
    public IList<AlertQuietTime> QuietTimes { get; } = [];

    /// <summary>Gets or sets how often rules are evaluated.</summary>
    /// <value>From a second to an hour. The default is 30 seconds.</value>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how often waiting messages are looked for that another process may have written.</summary>
    /// <value>From 100 milliseconds to a minute. The default is 5 seconds; those of this process go out at once.</value>
    public TimeSpan DeliveryInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how long alerts and messages are kept after their end.</summary>
    /// <value>From an hour to ten years. The default is 90 days.</value>
    public TimeSpan KeepHistory { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Gets or sets how an alert is put into words; <see langword="null"/> keeps the built-in texts.</summary>
    /// <value>Gets the notice; what it returns is escaped by each channel. An exception falls back to the built-in text.</value>
    public Func<AlertNotice, string>? Template { get; set; }

    /// <summary>Gets what could not be read from configuration, for the validator.</summary>
    internal List<string> Unread { get; } = [];

    /// <summary>Gets the rules that apply: those named here, and the built-in ones that none replaces.</summary>
    internal IEnumerable<AlertRule> AllRules() => UseDefaultRules
        ? Rules.Concat(DefaultRules.All.Where(own => Rules.All(rule => rule.Name != own.Name)))
        : Rules;

    internal AlertChannel ChannelOf(string name) =>
        Channels.FirstOrDefault(channel => channel.Name == name) ?? new AlertChannel { Name = name };
}
