namespace TokenUsage.Providers.Readers;

/// <summary>A format that is one document with model, id, error and usage at its root, and at most one place besides.</summary>
internal abstract class FlatFormat : WireFormat
{
    protected FlatFormat(string? furtherPath = null) =>
        Paths = furtherPath is null
            ? ["model", "id", "error", "usage"]
            : ["model", "id", "error", "usage", furtherPath];

    public sealed override IReadOnlyList<string> Paths { get; }

    public sealed override void Read(int path, ReadOnlySpan<byte> json, UsageReading reading)
    {
        switch (path)
        {
            case 0:
                CommonValues.Model(json, reading);
                break;
            case 1:
                CommonValues.ResponseId(json, reading);
                break;
            case 2:
                CommonValues.Error(json, reading);
                break;
            case 3:
                OpenAIUsage.Read(json, reading);
                break;
            default:
                ReadFurther(json, reading);
                break;
        }
    }

    protected virtual void ReadFurther(ReadOnlySpan<byte> json, UsageReading reading)
    {
    }
}
