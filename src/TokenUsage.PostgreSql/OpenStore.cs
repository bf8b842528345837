using TokenUsage.PostgreSql.Rollups;
using TokenUsage.Storage;

namespace TokenUsage.PostgreSql;

/// <summary>What an open store works with.</summary>
internal sealed class OpenStore
{
    public OpenStore(Database database, Database replica, CubeList cubes, ErasedUsers erased, int mergeEvery)
    {
        Keys = new KeyTable(database);
        Database = database;
        Replica = replica;
        Cubes = cubes;
        Writer = new StoreWriter(database, cubes, Keys, erased, mergeEvery);
        Rollups = new RollupReader(database, cubes, Keys);
    }

    public Database Database { get; }

    /// <summary>Gets where queries read: the same database, unless a replica is named.</summary>
    public Database Replica { get; }

    public CubeList Cubes { get; }

    public KeyTable Keys { get; }

    public StoreWriter Writer { get; }

    public RollupReader Rollups { get; }
}
