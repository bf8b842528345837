using MimeKit;

namespace TokenUsage.Email;

/// <summary>Finds what is wrong with the options.</summary>
internal static class EmailFaults
{
    public static IEnumerable<string> Of(EmailAlertOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Host)) yield return "Host is empty; name the SMTP server.";
        if (options.Host.Any(char.IsControl)) yield return "Host holds a control character.";
        if (options.Port is < 1 or > 65_535) yield return $"Port is {options.Port}; it must be from 1 to 65535.";
        if (!Enum.IsDefined(options.Security)) yield return $"Security is {options.Security}, which does not exist.";
        if (!IsAddress(options.From)) yield return $"From is '{Show(options.From)}', which is no e-mail address.";
        if (options.To.Count == 0) yield return "To is empty; name a recipient.";
        foreach (string to in options.To.Where(to => !IsAddress(to)))
            yield return $"To holds '{Show(to)}', which is no e-mail address.";
        if (options.SubjectPrefix.Any(char.IsControl)) yield return "SubjectPrefix holds a control character.";
        if (options.Password is not null && options.UserName is null) yield return "Password is set without UserName.";
        if (options.UserName is not null && options.Security == EmailSecurity.None)
            yield return "UserName is set and Security is None: a password would cross the network in the clear.";
    }

    /// <summary>Says whether a text is one address that can stand in a header and in a command of SMTP.</summary>
    /// <remarks>Control characters first: a parser may take a line break for folding, and a server for the end of a command.</remarks>
    public static bool IsAddress(string text) =>
        !text.Any(char.IsControl)
        && MailboxAddress.TryParse(text, out MailboxAddress? address)
        && address.Address.Contains('@', StringComparison.Ordinal)
        && !address.Address.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter) || letter is '<' or '>');

    private static string Show(string text) => new([.. text.Select(letter => char.IsControl(letter) ? '?' : letter)]);
}
