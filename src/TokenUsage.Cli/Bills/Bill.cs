namespace TokenUsage.Cli.Bills;

/// <summary>What a provider says was used: one item a day and model.</summary>
/// <param name="Provider">The provider as records name it; <see langword="null"/> when the files do not say.</param>
/// <param name="Items">The items, oldest first.</param>
internal sealed record Bill(string? Provider, IReadOnlyList<BillItem> Items)
{
    /// <summary>Puts the files of one bill together: several pages, tokens and costs apart.</summary>
    /// <exception cref="InputException">The files are no bill, or bills of two providers.</exception>
    public static Bill Of(IReadOnlyList<Bill> parts)
    {
        string?[] providers = [.. parts.Select(part => part.Provider).OfType<string>().Distinct()];
        if (providers.Length > 1)
        {
            throw new InputException(
                $"The files are bills of {string.Join(" and ", providers)}; compare one provider at a time.");
        }

        BillItem[] items =
        [
            .. parts.SelectMany(part => part.Items)
                .GroupBy(item => (item.Day, item.Model))
                .Select(same => same.Aggregate((sum, item) => sum.Add(item)))
                .OrderBy(item => item.Day).ThenBy(item => item.Model, StringComparer.Ordinal),
        ];
        if (items.Length == 0) throw new InputException("The files hold no usage; export a range that has some.");

        return new Bill(providers.FirstOrDefault(), items);
    }
}
