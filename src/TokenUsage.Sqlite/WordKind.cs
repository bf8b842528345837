namespace TokenUsage.Sqlite;

/// <summary>What a word is a name of. Users' and sessions' are kept apart from all others, so that they can be erased alone.</summary>
internal enum WordKind
{
    Other = 0,
    User = 1,
    Session = 2,
}
