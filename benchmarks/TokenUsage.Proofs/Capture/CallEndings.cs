namespace TokenUsage.Proofs.Capture;

/// <summary>The ways in which a call ends.</summary>
internal enum CallEndings
{
    ReadToItsEnd,
    SendingThrows,
    ReadingThrows,
    CancelledBeforeItsAnswer,
    CancelledInItsAnswer,
    LeftEarly,
    NeverRead,
    NeverReadNorDisposed,
    LeftAndNeverDisposed,
    ChatReadToItsEnd,
    ChatThrows,
    ChatLeftEarly,
    ChatNeverDisposed,
}
