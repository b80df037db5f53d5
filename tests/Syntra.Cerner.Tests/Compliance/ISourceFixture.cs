namespace Syntra.Cerner.Tests.Compliance;

/// <summary>A system of record with the means to change it, and the source under test in front of it.</summary>
internal interface ISourceFixture : IAsyncDisposable
{
    /// <summary>Adds records and changes some that are there, drawn from the random; afterwards all of it is ready to be read.</summary>
    Task ChangeAsync(Random random);

    /// <summary>"id|version" of every record as it is now.</summary>
    Task<IReadOnlyList<string>> LatestAsync();

    /// <summary>"id|version" of what the raw topic holds committed, in any order, repetitions included.</summary>
    IReadOnlyList<string> Written();

    /// <summary>The source as a newly started process would make it.</summary>
    ISourceUnderTest Open();

    /// <summary>The system of record does not answer from now on, or does again.</summary>
    void Break(bool broken);
}

/// <summary>One instance of a source.</summary>
internal interface ISourceUnderTest : IDisposable
{
    /// <summary>Called between the last record of a transaction and its commit.</summary>
    Action? BeforeCommit { set; }

    /// <summary>Name of the state that an operator would see.</summary>
    string State { get; }

    /// <summary>Polls until nothing is left unread; any failure is thrown.</summary>
    Task PollAllAsync();

    /// <summary>Runs until cancelled.</summary>
    Task RunAsync(CancellationToken ct);

    /// <summary>Whether the exception says that another instance has taken over.</summary>
    bool IsFenced(Exception exception);
}
