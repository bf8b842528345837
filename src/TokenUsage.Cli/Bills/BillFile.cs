using System.Text.Json;
using TokenUsage.Cli.Importing;

namespace TokenUsage.Cli.Bills;

/// <summary>Reads a file of a bill: pages of a provider's usage or cost interface, or a table.</summary>
internal static class BillFile
{
    /// <exception cref="InputException">There is no such file, or pages are missing.</exception>
    /// <exception cref="InvalidDataException">The file is none of the formats.</exception>
    public static Bill Read(FileInfo file)
    {
        if (!file.Exists)
            throw new InputException($"There is no file '{file.FullName}'; name the provider's usage as JSON or CSV.");
        if (string.Equals(file.Extension, ".csv", StringComparison.OrdinalIgnoreCase)) return BillTable.Read(file);

        List<JsonElement> pages = PagesOf(file);
        if (pages.Count > 0 && pages.TrueForAll(page => page.Member("has_more").ValueKind == JsonValueKind.True))
        {
            throw new InputException(
                $"'{file.Name}' ends with \"has_more\": fetch the page that \"next_page\" names, and add it.");
        }

        return pages switch
        {
            _ when pages.TrueForAll(OpenAIBill.Recognizes) && pages.Count > 0 => OpenAIBill.Read(pages),
            _ when pages.TrueForAll(AnthropicBill.Recognizes) && pages.Count > 0 => AnthropicBill.Read(pages),
            _ => throw new InvalidDataException(
                $"'{file.Name}' is no usage or cost report of OpenAI or Anthropic; write a table as .csv instead."),
        };
    }

    // One page, an array of pages, or a page a line: as they come out of a loop over "next_page".
    private static List<JsonElement> PagesOf(FileInfo file)
    {
        var pages = new List<JsonElement>();
        try
        {
            var reader = new Utf8JsonReader(
                File.ReadAllBytes(file.FullName), new JsonReaderOptions { AllowMultipleValues = true });
            while (reader.Read())
            {
                JsonElement value = JsonElement.ParseValue(ref reader);
                if (value.ValueKind == JsonValueKind.Array) pages.AddRange(value.EnumerateArray());
                else pages.Add(value);
            }
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"'{file.Name}' is no JSON: {exception.Message}", exception);
        }

        return pages;
    }
}
