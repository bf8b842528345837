using System.Net.Http.Headers;

namespace TokenUsage.Capture;

/// <summary>Carries a content's headers over to the content that wraps it, value by value, unparsed.</summary>
internal static class TappedHeaders
{
    public static void Copy(HttpContentHeaders from, HttpContentHeaders to)
    {
        foreach ((string name, HeaderStringValues values) in from.NonValidated)
        {
            if (values.Count == 1) to.TryAddWithoutValidation(name, values.ToString());
            else to.TryAddWithoutValidation(name, values);
        }
    }
}
