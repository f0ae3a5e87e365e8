import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.Term;
import org.apache.lucene.monitor.Monitor;
import org.apache.lucene.monitor.MonitorConfiguration;
import org.apache.lucene.monitor.MonitorQuery;
import org.apache.lucene.monitor.QueryMatch;
import org.apache.lucene.monitor.TermFilteredPresearcher;
import org.apache.lucene.queries.intervals.IntervalQuery;
import org.apache.lucene.queries.intervals.Intervals;
import org.apache.lucene.queries.intervals.IntervalsSource;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/**
 * The same rules and documents on Lucene Monitor, for lucene.py, which writes the files: a rule in prefix form on a
 * line, a document as pairs of field and value on a line, all between tabs; tokens come with spaces between.
 *
 * Prints what it took as lines of name and number, and writes for every document the ids that matched.
 */
public class LuceneMonitor {
  /** As many positions as Elasticsearch keeps between the values of a field: no phrase goes from run to run. */
  private static final int GAP = 100;
  private static final String[] TEXT_FIELDS = {"title", "text"};

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    double seconds = Double.parseDouble(args[1]);

    List<Document> documents = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("documents"))) documents.add(document(line));
    List<MonitorQuery> rules = new ArrayList<>();
    long memory = usedMemory();
    long began = System.nanoTime();
    for (String line : Files.readAllLines(folder.resolve("rules"))) rules.add(rule(line));
    IndexSearcher.setMaxClauseCount(1_000_000);
    try (Monitor monitor = new Monitor(new Tokens(), new TermFilteredPresearcher(), new MonitorConfiguration())) {
      for (int i = 0; i < rules.size(); i += 5_000)
        monitor.register(rules.subList(i, Math.min(i + 5_000, rules.size())));
      report("build_s", (System.nanoTime() - began) / 1e9);
      MonitorQuery changed = new MonitorQuery(rules.get(0).getId(), rules.get(1).getQuery());
      rules = null;
      report("memory_mb", (usedMemory() - memory) / 1048576.0);

      double[] best = new double[documents.size()];
      String[] matches = new String[documents.size()];
      Arrays.fill(best, Double.MAX_VALUE);
      began = System.nanoTime();
      for (int round = 0; round < 2 || System.nanoTime() - began < seconds * 1e9; round++)
        for (int i = 0; i < best.length; i++) {
          long start = System.nanoTime();
          var matching = monitor.match(documents.get(i), QueryMatch.SIMPLE_MATCHER);
          best[i] = Math.min(best[i], (System.nanoTime() - start) / 1e6);
          if (!matching.getErrors().isEmpty()) throw new IOException(matching.getErrors().toString());
          matches[i] = String.join("\t", matching.getMatches().stream().map(QueryMatch::getQueryId).toList());
        }
      Files.write(folder.resolve("matches"), Arrays.asList(matches));
      Arrays.sort(best);
      report("p50_ms", best[best.length / 2]);
      report("p95_ms", best[best.length * 95 / 100]);

      began = System.nanoTime();
      monitor.register(changed);
      report("change_ms", (System.nanoTime() - began) / 1e6);
    }
  }

  private static Document document(String line) {
    Document document = new Document();
    String[] parts = line.split("\t");
    for (int i = 0; i + 1 < parts.length; i += 2)
      document.add(
          Arrays.asList(TEXT_FIELDS).contains(parts[i])
              ? new TextField(parts[i], parts[i + 1], Field.Store.NO)
              : new StringField(parts[i], parts[i + 1], Field.Store.NO));
    return document;
  }

  private static MonitorQuery rule(String line) {
    Iterator<String> parts = Arrays.asList(line.split("\t", -1)).iterator();
    return new MonitorQuery(parts.next(), query(parts));
  }

  private static Query query(Iterator<String> parts) {
    switch (parts.next()) {
      case "and":
        return and(parts, number(parts));
      case "or":
        return or(queries(parts, number(parts)));
      case "not":
        return and(List.of(), List.of(query(parts)));
      case "value":
        return new TermQuery(new Term(parts.next(), parts.next()));
      case "phrase":
        String[] tokens = parts.next().split(" ");
        return or(Arrays.stream(TEXT_FIELDS).<Query>map(field -> phrase(field, tokens)).toList());
      case "near":
        int distance = number(parts);
        IntervalsSource first = interval(parts.next()), second = interval(parts.next());
        IntervalsSource near = Intervals.maxgaps(distance, Intervals.ordered(first, second));
        return or(Arrays.stream(TEXT_FIELDS).<Query>map(field -> new IntervalQuery(field, near)).toList());
      default:
        throw new IllegalArgumentException("unknown kind of query");
    }
  }

  private static Query phrase(String field, String[] tokens) {
    return tokens.length == 1 ? new TermQuery(new Term(field, tokens[0])) : new PhraseQuery(field, tokens);
  }

  private static IntervalsSource interval(String tokens) {
    return Intervals.phrase(tokens.split(" "));
  }

  /** Negated parts become exceptions of the whole, as a Lucene user would write them. */
  private static Query and(Iterator<String> parts, int count) {
    List<Query> must = new ArrayList<>(), mustNot = new ArrayList<>();
    for (Query query : queries(parts, count)) {
      if (isNegation(query)) mustNot.add(((BooleanQuery) query).clauses().get(1).query());
      else must.add(query);
    }
    return and(must, mustNot);
  }

  private static boolean isNegation(Query query) {
    return query instanceof BooleanQuery one
        && one.clauses().size() == 2
        && one.clauses().get(0).query() instanceof MatchAllDocsQuery
        && one.clauses().get(1).occur() == Occur.MUST_NOT;
  }

  private static Query and(List<Query> must, List<Query> mustNot) {
    BooleanQuery.Builder builder = new BooleanQuery.Builder();
    if (must.isEmpty()) builder.add(new MatchAllDocsQuery(), Occur.MUST);
    must.forEach(query -> builder.add(query, Occur.MUST));
    mustNot.forEach(query -> builder.add(query, Occur.MUST_NOT));
    return builder.build();
  }

  private static Query or(List<Query> queries) {
    if (queries.isEmpty()) return new MatchNoDocsQuery();
    BooleanQuery.Builder builder = new BooleanQuery.Builder();
    queries.forEach(query -> builder.add(query, Occur.SHOULD));
    return builder.build();
  }

  private static List<Query> queries(Iterator<String> parts, int count) {
    List<Query> found = new ArrayList<>();
    for (int i = 0; i < count; i++) found.add(query(parts));
    return found;
  }

  private static int number(Iterator<String> parts) {
    return Integer.parseInt(parts.next());
  }

  private static long usedMemory() {
    for (int i = 0; i < 3; i++) System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static void report(String name, double value) {
    System.out.println(name + "\t" + value);
  }

  private static class Tokens extends Analyzer {
    @Override
    protected TokenStreamComponents createComponents(String field) {
      return new TokenStreamComponents(new WhitespaceTokenizer());
    }

    @Override
    public int getPositionIncrementGap(String field) {
      return GAP;
    }
  }
}
