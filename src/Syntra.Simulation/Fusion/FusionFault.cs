namespace Syntra.Simulation.Fusion;

/// <summary>What goes wrong with the next call, or with the next job, of its kind.</summary>
internal enum FusionFault
{
    /// <summary>A write is done, and its answer is lost.</summary>
    AnswerLost,

    /// <summary>A write is not done, and nobody can tell.</summary>
    LostOnTheWay,

    /// <summary>Fusion is busy: surely not done.</summary>
    Busy,

    /// <summary>A read fails.</summary>
    ReadFails,

    /// <summary>A load ends in error; the loader takes all rows back and names none.</summary>
    LoadFails,

    /// <summary>An import ends in error without a report.</summary>
    ImportFails,
}
