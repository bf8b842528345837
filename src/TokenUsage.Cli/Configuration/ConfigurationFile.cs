using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace TokenUsage.Cli.Configuration;

/// <summary>Reads a JSON file of settings as the host would: objects become paths, comments and last commas are allowed.</summary>
/// <remarks>By hand, because the package that does it brings the watching of files, which a check has no use for.</remarks>
internal static class ConfigurationFile
{
    /// <exception cref="InputException">The file is missing.</exception>
    /// <exception cref="InvalidDataException">It is no JSON object.</exception>
    public static IConfigurationRoot Read(FileInfo file)
    {
        if (!file.Exists) throw new InputException($"There is no file '{file.FullName}'; name it with --config.");

        try
        {
            var options = new JsonDocumentOptions
            {
                CommentHandling = JsonCommentHandling.Skip,
                AllowTrailingCommas = true,
            };
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file.FullName), options);
            var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
            Flatten(document.RootElement, "", settings);
            return new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"'{file.FullName}' is no JSON: {exception.Message}", exception);
        }
    }

    private static void Flatten(JsonElement value, string path, Dictionary<string, string?> settings)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty member in value.EnumerateObject())
                    Flatten(member.Value, Join(path, member.Name), settings);
                break;
            case JsonValueKind.Array:
                int index = 0;
                foreach (JsonElement item in value.EnumerateArray()) Flatten(item, Join(path, $"{index++}"), settings);
                break;
            default:
                settings[path] = value.ValueKind == JsonValueKind.Null ? null : value.ToString();
                break;
        }
    }

    private static string Join(string path, string name) =>
        path.Length == 0 ? name : ConfigurationPath.Combine(path, name);
}
