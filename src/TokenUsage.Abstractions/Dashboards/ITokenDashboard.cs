namespace TokenUsage;

/// <summary>The overview as text: for a terminal, a log, a chat message.</summary>
/// <remarks>Widgets stand in the order in which they were added. Safe for concurrent use.</remarks>
public interface ITokenDashboard
{
    /// <summary>Gets the widgets in their order; at first the default set.</summary>
    IReadOnlyList<IDashboardWidget> Widgets { get; }

    /// <summary>Gets or sets the IANA time zone of days.</summary>
    /// <value>UTC by default.</value>
    /// <exception cref="ArgumentException">It is unknown here.</exception>
    string TimeZone { get; set; }

    /// <summary>Gets whether it draws in real time.</summary>
    bool IsRunning { get; }

    /// <summary>Adds a widget at the end. One with the name of another takes its place.</summary>
    void Add(IDashboardWidget widget);

    /// <summary>Takes a widget away.</summary>
    /// <returns><see langword="false"/> when none has that name.</returns>
    bool Remove(string name);

    /// <summary>Takes every widget away.</summary>
    void Clear();

    /// <summary>
    /// Adds the default set: <c>sentence</c>, <c>figures</c>, <c>coverage</c>, <c>chart</c>, <c>consumers</c>, <c>quotas</c>,
    /// <c>alerts</c> and <c>tail</c>.
    /// </summary>
    void AddDefaults();

    /// <summary>Reads the numbers that widgets show.</summary>
    ValueTask<DashboardReading> ReadAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads the numbers, and renders them.</summary>
    /// <param name="size">How much space there is, and whether colour may be used.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>At most so many lines as the height, each at most as wide as the width, parted by line feeds.</returns>
    ValueTask<string> RenderAsync(DashboardSize size, CancellationToken cancellationToken = default);

    /// <summary>Begins to draw in real time: new numbers every second, a new size at once, at most four drawings a second.</summary>
    /// <param name="size">Says how much space there is now.</param>
    /// <param name="draw">Shows what was rendered. When it throws, drawing ends, and <see cref="StopAsync"/> throws it.</param>
    /// <exception cref="InvalidOperationException">It draws already.</exception>
    void Start(Func<DashboardSize> size, Func<string, CancellationToken, ValueTask> draw);

    /// <summary>Ends drawing, and waits for what is being drawn. Without a start it does nothing.</summary>
    ValueTask StopAsync();
}
