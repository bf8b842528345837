using TokenUsage.PostgreSql.Rollups;

namespace TokenUsage.PostgreSql;

/// <summary>What an open store works with.</summary>
internal sealed class OpenStore
{
    public OpenStore(Database database, Database replica, CubeList cubes)
    {
        var keys = new KeyTable(database);
        Database = database;
        Replica = replica;
        Cubes = cubes;
        Writer = new StoreWriter(database, cubes, keys);
        Rollups = new RollupReader(database, cubes, keys);
    }

    public Database Database { get; }

    /// <summary>Gets where queries read: the same database, unless a replica is named.</summary>
    public Database Replica { get; }

    public CubeList Cubes { get; }

    public StoreWriter Writer { get; }

    public RollupReader Rollups { get; }
}
