namespace TokenUsage.Email;

/// <summary>Which server sends alerts, from whom and to whom.</summary>
public sealed class EmailAlertOptions
{
    /// <summary>Gets or sets the channel's name.</summary>
    public string Name { get; set; } = "email";

    /// <summary>Gets or sets the SMTP server.</summary>
    public string Host { get; set; } = "";

    /// <summary>Gets or sets the server's port.</summary>
    /// <value>From 1 to 65,535. The default is 587.</value>
    public int Port { get; set; } = 587;

    /// <summary>Gets or sets how the connection is secured.</summary>
    /// <value>The default is <see cref="EmailSecurity.StartTls"/>.</value>
    public EmailSecurity Security { get; set; } = EmailSecurity.StartTls;

    /// <summary>Gets or sets the user name; <see langword="null"/> sends without signing in.</summary>
    public string? UserName { get; set; }

    /// <summary>Gets or sets the password.</summary>
    public string? Password { get; set; }

    /// <summary>Gets or sets who sends: <c>alerts@example.org</c>, or <c>Alerts &lt;alerts@example.org&gt;</c>.</summary>
    public string From { get; set; } = "";

    /// <summary>Gets the recipients. One message goes to all of them.</summary>
    public IList<string> To { get; } = [];

    /// <summary>Gets or sets what subjects begin with.</summary>
    public string SubjectPrefix { get; set; } = "[TokenUsage] ";

    /// <summary>Gets or sets how the text of an alert is written; <see langword="null"/> takes <see cref="Alert.Message"/>.</summary>
    /// <value>Gets the notice and returns plain text, which is escaped where it becomes HTML.</value>
    public Func<AlertNotice, string>? Template { get; set; }
}
