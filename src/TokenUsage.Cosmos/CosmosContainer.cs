using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Azure.Cosmos;

namespace TokenUsage.Cosmos;

/// <summary>The container's documents as bytes: the store writes and reads its JSON itself, and no number is rounded.</summary>
internal sealed class CosmosContainer(Container container)
{
    /// <summary>Creates a document.</summary>
    /// <returns><see langword="false"/> when its partition has one of that id already.</returns>
    public async Task<bool> TryCreateAsync(
        string partition, ReadOnlyMemory<byte> document, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(document.ToArray(), writable: false);
        using ResponseMessage response = await container
            .CreateItemStreamAsync(stream, new PartitionKey(partition), cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.Conflict) return false;

        response.EnsureSuccessStatusCode();
        return true;
    }

    /// <summary>Reads a document and its version; <see langword="null"/> when there is none.</summary>
    public async Task<(JsonDocument Document, string Version)?> ReadAsync(
        string partition, string id, CancellationToken cancellationToken)
    {
        using ResponseMessage response = await container
            .ReadItemStreamAsync(id, new PartitionKey(partition), cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotFound) return null;

        response.EnsureSuccessStatusCode();
        JsonDocument document = await JsonDocument
            .ParseAsync(response.Content, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        return (document, document.RootElement.GetProperty("_etag").GetString()!);
    }

    /// <summary>Puts a document in the place of the one that has this version.</summary>
    /// <returns><see langword="false"/> when somebody else has changed it, or taken it away.</returns>
    public async Task<bool> TryReplaceAsync(
        string partition, string id, string version, ReadOnlyMemory<byte> document, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(document.ToArray(), writable: false);
        using ResponseMessage response = await container
            .ReplaceItemStreamAsync(
                stream,
                id,
                new PartitionKey(partition),
                new ItemRequestOptions { IfMatchEtag = version },
                cancellationToken)
            .ConfigureAwait(false);
        if (response.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.NotFound) return false;

        response.EnsureSuccessStatusCode();
        return true;
    }

    /// <summary>Deletes a document, if it is there.</summary>
    public async Task DeleteAsync(string partition, string id, CancellationToken cancellationToken)
    {
        using ResponseMessage response = await container
            .DeleteItemStreamAsync(id, new PartitionKey(partition), cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.NotFound) response.EnsureSuccessStatusCode();
    }

    /// <summary>Asks for documents. Each is valid until the next is read.</summary>
    /// <param name="query">The query. It names its partition itself where it has one.</param>
    /// <param name="partition">The partition, where one is enough: the service then asks no other.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async IAsyncEnumerable<JsonElement> QueryAsync(
        QueryDefinition query, string? partition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var options = new QueryRequestOptions { MaxConcurrency = -1 };
        if (partition is not null) options.PartitionKey = new PartitionKey(partition);
        using FeedIterator pages = container.GetItemQueryStreamIterator(query, requestOptions: options);
        while (pages.HasMoreResults)
        {
            using ResponseMessage response = await pages.ReadNextAsync(cancellationToken).ConfigureAwait(false);
            response.EnsureSuccessStatusCode();
            using JsonDocument page = await JsonDocument
                .ParseAsync(response.Content, cancellationToken: cancellationToken)
                .ConfigureAwait(false);
            foreach (JsonElement document in page.RootElement.GetProperty("Documents").EnumerateArray())
            {
                yield return document;
            }
        }
    }
}
