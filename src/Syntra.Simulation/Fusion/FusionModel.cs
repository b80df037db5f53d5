using System.Globalization;
using Syntra.Fusion.Delivery.Machine;
using Syntra.Fusion.Rest;
using Syntra.Simulation.Coverage;
using Syntra.Simulation.Histories;

namespace Syntra.Simulation.Fusion;

/// <summary>
/// Fusion in memory, with its traps: uploads that nobody loads, rows that stay in the interface, groups taken whole or refused whole,
/// children that show late, parents that end well over a child that refused, answers that get lost on either side of the work.
/// </summary>
internal sealed class FusionModel(Dice random, FormCounts counts) : IFusionJournals
{
    private readonly Dictionary<string, byte[]> _documents = new(StringComparer.Ordinal);
    private readonly Dictionary<long, FusionJob> _jobs = [];
    private readonly List<FusionJob> _running = [];
    private readonly Dictionary<FusionFault, int> _faults = [];
    private long _lastId = 1000;

    public FusionBooks Books { get; } = new();

    public FusionImport Import { get; } = new();

    public bool HasRunning => _running.Count > 0;

    public void Plan(FusionFault fault, int times) => _faults[fault] = times;

    public void ClearFaults() => _faults.Clear();

    /// <summary>Time passes in the scheduler.</summary>
    public void Advance()
    {
        for (var i = _running.Count - 1; i >= 0; i--)
        {
            var job = _running[i];
            if (job.StepsLeft-- <= 0)
            {
                _running.RemoveAt(i);
                Work(job);
                job.Ended = true;
            }
        }
    }

    public Task<string> UploadAsync(string fileName, byte[] zip, string account, CancellationToken ct)
    {
        var id = (++_lastId).ToString(CultureInfo.InvariantCulture);
        return Write("uploadFileToUCM", () => _documents[id] = zip, id);
    }

    public Task<long> SubmitAsync(EssJob job, string parameters, CancellationToken ct)
    {
        var id = _lastId += 2;
        return Write("submitESSJobRequest", () =>
        {
            var request = new FusionJob(id, job, parameters.Split(','), random.Next(3));
            _jobs.Add(id, request);
            _running.Add(request);
            _lastId++;
        }, id);
    }

    public Task<EssTree> GetTreeAsync(long requestId, CancellationToken ct)
    {
        Read("ESSExecutionDetailsRF");
        var job = _jobs[requestId];
        return Task.FromResult(job.Tree(withChild: job.Ended && job.ChildHidden-- <= 0));
    }

    public Task<IReadOnlyList<EssTree>> GetDescendantsAsync(long requestId, CancellationToken ct)
    {
        Read("schedulerRequests");
        return Task.FromResult<IReadOnlyList<EssTree>>([_jobs[requestId].Child]);
    }

    public Task<IReadOnlyDictionary<string, string>> GetFilesAsync(long requestId, EssFiles files, CancellationToken ct)
    {
        Read("ESSJobExecutionDetailsRF");
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (_jobs.TryGetValue(requestId - 1, out var job))
        {
            var text = files == EssFiles.Log ? job.Log : job.Report;
            if (text.Length > 0)
            {
                texts[files == EssFiles.Log ? "child.log" : "child.txt"] = text;
            }
        }

        return Task.FromResult<IReadOnlyDictionary<string, string>>(texts);
    }

    public Task<EssRequest?> FindRequestAsync(long requestId, CancellationToken ct)
    {
        Read("schedulerRequest");
        if (!_jobs.TryGetValue(requestId, out var job))
        {
            return Task.FromResult<EssRequest?>(null);
        }

        var arguments = job.Arguments.Select((value, i) => (value, i)).ToDictionary(a => a.i + 1, a => a.value);
        return Task.FromResult<EssRequest?>(new EssRequest(requestId, job.Ended ? EssStatus.Succeeded : EssStatus.Running, arguments));
    }

    public Task<IReadOnlyList<JournalBatch>> FindJournalBatchesAsync(string namePrefix, CancellationToken ct)
    {
        Read("journalBatches");
        return Task.FromResult<IReadOnlyList<JournalBatch>>([.. Books.Batches
            .Where(b => b.Name.StartsWith(namePrefix, StringComparison.Ordinal))
            .Select(b => new JournalBatch(b.Name, b.Id, b.Posted ? "P" : "U", "", b.Period))]);
    }

    private void Work(FusionJob job)
    {
        if (job.Job == EssJob.LoadInterfaceFile)
        {
            Load(job);
        }
        else if (job.Job == EssJob.ImportJournals)
        {
            job.ChildStatus = Take(FusionFault.ImportFails) ? Import.Fail(job) : Import.Run(job, Books);
        }
        else
        {
            Post(job.Arguments[0], long.Parse(job.Arguments[1], CultureInfo.InvariantCulture));
        }
    }

    private void Load(FusionJob job)
    {
        var rows = InterfaceRow.Read(_documents[job.Arguments[1]]);
        if (Take(FusionFault.LoadFails))
        {
            job.ChildStatus = EssStatus.Error;
            Import.Refused(rows, FusionImport.LoadFailed);
            return;
        }

        Import.Add(rows);
        job.Log = string.Create(CultureInfo.InvariantCulture, $"Table GL_INTERFACE:\n  {rows.Count} Rows successfully loaded.\n");
        job.ChildStatus = EssStatus.Succeeded;
    }

    private void Post(string ledgerId, long group)
    {
        foreach (var batch in Books.Batches.Where(b => !b.Posted && b.Group == group && b.LedgerId == ledgerId && Books.StatusOf(ledgerId, b.Period) == "O"))
        {
            Books.Post(batch);
        }
    }

    private Task<T> Write<T>(string operation, Action work, T answer)
    {
        if (Take(FusionFault.Busy))
        {
            throw new FusionException(FusionErrorKind.Retriable, operation, "busy");
        }

        if (Take(FusionFault.LostOnTheWay))
        {
            throw new FusionException(FusionErrorKind.UnknownOutcome, operation, "no answer");
        }

        work();
        return Take(FusionFault.AnswerLost) ? throw new FusionException(FusionErrorKind.UnknownOutcome, operation, "no answer") : Task.FromResult(answer);
    }

    private void Read(string operation)
    {
        if (Take(FusionFault.ReadFails))
        {
            throw new FusionException(FusionErrorKind.Retriable, operation, "no answer");
        }
    }

    private bool Take(FusionFault fault)
    {
        if (_faults.GetValueOrDefault(fault) is not (> 0 and var left))
        {
            return false;
        }

        counts.Saw(Forms.FaultOf(fault));
        _faults[fault] = left - 1;
        return true;
    }
}
