using System.Collections.ObjectModel;
using Microsoft.Azure.Cosmos;
using TokenUsage.Storage;

namespace TokenUsage.Cosmos;

/// <summary>Connects to the account, and finds or makes the container.</summary>
internal static class CosmosOpening
{
    private static readonly string[] Unindexed =
    [
        "/cells/*", "/merged/*", "/corrects/*", "/cost/*", "/created_cost/*", "/corrections/*", "/meters/*", "/tags/*",
        "/request_metadata/*", "/digest/?",
    ];

    public static CosmosClient Connect(CosmosStoreOptions options)
    {
        var settings = new CosmosClientOptions
        {
            ApplicationName = "TokenUsage",
            AllowBulkExecution = options.Bulk,
            MaxRetryWaitTimeOnRateLimitedRequests = options.ThrottlingPatience,
            MaxRetryAttemptsOnRateLimitedRequests = int.MaxValue, // the time is the limit, not the number
        };
        try
        {
            return options.CreateClient?.Invoke(settings) ?? new CosmosClient(options.ConnectionString, settings);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            // The message of the client may quote the key.
            throw new UsageStoreException(
                $"{nameof(CosmosStoreOptions)}.{nameof(options.ConnectionString)} cannot be read. Write it as "
                + "'AccountEndpoint=https://…;AccountKey=…'.",
                isPermanent: true);
        }
    }

    public static async Task<CosmosContainer> OpenAsync(
        CosmosClient client, CosmosStoreOptions options, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.OpenTimeout);
        try
        {
            return new CosmosContainer(await FindAsync(client, options, deadline.Token)
                .WaitAsync(options.OpenTimeout, cancellationToken)
                .ConfigureAwait(false));
        }
        catch (CosmosException exception)
        {
            throw Explain(exception, options);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UsageStoreException(
                $"The Cosmos DB account did not answer within {options.OpenTimeout}. Check the endpoint of "
                + $"{nameof(CosmosStoreOptions)}.{nameof(options.ConnectionString)} and the network.",
                isPermanent: false,
                exception);
        }
    }

    private static async Task<Container> FindAsync(
        CosmosClient client, CosmosStoreOptions options, CancellationToken cancellationToken)
    {
        if (!options.CreateMissing)
        {
            Container present = client.GetContainer(options.Database, options.Container);
            await present.ReadContainerAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            return present;
        }

        Database database = await client
            .CreateDatabaseIfNotExistsAsync(options.Database, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        return await database
            .CreateContainerIfNotExistsAsync(Describe(options), cancellationToken: cancellationToken)
            .ConfigureAwait(false);
    }

    private static ContainerProperties Describe(CosmosStoreOptions options)
    {
        var properties = new ContainerProperties(options.Container, "/user_id")
        {
            // Time to live is on, and each document says its own: records may have one, rollups have none.
            DefaultTimeToLive = -1,
        };
        Collection<ExcludedPath> excluded = properties.IndexingPolicy.ExcludedPaths;
        properties.IndexingPolicy.IncludedPaths.Add(new IncludedPath { Path = "/*" });
        foreach (string path in Unindexed) excluded.Add(new ExcludedPath { Path = path });
        return properties;
    }

    private static UsageStoreException Explain(CosmosException exception, CosmosStoreOptions options)
    {
        (string cause, bool isPermanent) = (int)exception.StatusCode switch
        {
            401 => ("refused the key. Check AccountKey in the connection string", true),
            403 => ("forbids this. Give the role the right to create containers, or set CreateMissing to false", true),
            404 => (
                $"has no container '{options.Container}' in '{options.Database}'. Create it, or set CreateMissing",
                true),
            _ => ("did not open the container", false),
        };
        return new UsageStoreException(
            $"The Cosmos DB account {cause} (status {(int)exception.StatusCode}).", isPermanent, exception);
    }
}
