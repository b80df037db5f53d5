using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Delivery.Machine;

/// <summary>What the batch machine asks of Fusion: all of it, so that a model of Fusion in memory can stand in for the wire.</summary>
internal interface IFusionJournals
{
    /// <inheritdoc cref="FusionClient.UploadAsync"/>
    Task<string> UploadAsync(string fileName, byte[] zip, string account, CancellationToken ct);

    /// <inheritdoc cref="FusionClient.SubmitAsync"/>
    Task<long> SubmitAsync(EssJob job, string parameters, CancellationToken ct);

    /// <inheritdoc cref="FusionClient.GetTreeAsync"/>
    Task<EssTree> GetTreeAsync(long requestId, CancellationToken ct);

    /// <inheritdoc cref="FusionClient.GetFilesAsync"/>
    Task<IReadOnlyDictionary<string, string>> GetFilesAsync(long requestId, EssFiles files, CancellationToken ct);

    /// <inheritdoc cref="FusionClient.GetDescendantsAsync"/>
    Task<IReadOnlyList<EssTree>> GetDescendantsAsync(long requestId, CancellationToken ct);

    /// <inheritdoc cref="FusionClient.FindRequestAsync"/>
    Task<EssRequest?> FindRequestAsync(long requestId, CancellationToken ct);

    /// <inheritdoc cref="FusionClient.FindJournalBatchesAsync"/>
    Task<IReadOnlyList<JournalBatch>> FindJournalBatchesAsync(string namePrefix, CancellationToken ct);
}
